/*
 * One content that is UTF-8 already: checked, line breaks escaped, counted.
 *
 * Nearly every content is well-formed and holds nothing to escape, so it is copied in one pass that also finds out
 * whether that was right: 32 bytes at once where the machine has AVX2, 64 where it has AVX-512 (utf8_avx512.h). Only when
 * something was wrong or special is it gone over again, to escape it or to say at which byte the fault is.
 */
#include "rows.h"
#include "utf8.h"
#include "utf8_avx512.h"

/* ---- one by one --------------------------------------------------------------------------------------------------- */

/* A surrogate written as if it were a character. */
static int is_surrogate_at(const uint8_t *text, uint64_t left)
{
    return left >= 3 && text[0] == 0xED && is_continuation(text[1]) && is_continuation(text[2]);
}

/* Counts up to the end or to what is no UTF-8; `offset` says how far it came. */
static void check_by_one(smscore_copied *c, const uint8_t *text, uint64_t size, uint32_t code_points)
{
    c->units = 0;
    for (c->offset = 0; c->offset < size;) {
        unsigned bytes = sequence_at(text + c->offset, size - c->offset);
        if (bytes == 0) {
            c->code = is_surrogate_at(text + c->offset, size - c->offset) ? SMSCORE_LONE_SURROGATE
                                                                           : SMSCORE_CONTENT_NOT_UTF8;
            return;
        }
        c->units += bytes == 4 && !code_points ? 2 : 1;
        c->offset += bytes;
    }
}

/* A byte that needs a decision: controls, DEL, CR, LF, backslash. Says what is wrong with it. */
static int32_t put_special(uint8_t **out, uint32_t byte, uint32_t next, const smscore_join_rules *rules)
{
    uint8_t *o = *out;
    if (byte == '\r' || byte == '\n') {
        if (rules->line_breaks == SMSCORE_REJECT)
            return SMSCORE_LINE_BREAK;
        *o++ = '\\';
        *o++ = byte == '\r' ? 'r' : 'n';
    } else if (byte == '\\') {
        if (rules->line_breaks == SMSCORE_BACKSLASH && (next == 'r' || next == 'n'))
            return SMSCORE_AMBIGUOUS_ESCAPE;
        *o++ = '\\';
        if (rules->line_breaks == SMSCORE_REVERSIBLE)
            *o++ = '\\';
    } else {
        if (rules->refuse_controls && byte != '\t')
            return SMSCORE_CONTROL_CHARACTER;
        *o++ = (uint8_t)byte;
    }
    *out = o;
    return SMSCORE_OK;
}

static inline int is_special(uint32_t byte) { return byte < 0x20 || byte == 0x7F || byte == '\\'; }

/* Copies from `at` to `size` what is UTF-8, escaped; stops at a fault. */
static int32_t escape_by_one(uint8_t **out, const uint8_t *text, uint64_t *at, uint64_t size,
                             const smscore_join_rules *rules)
{
    uint8_t *o = *out;
    uint64_t i = *at;
    int32_t code = SMSCORE_OK;
    for (; i < size; i++) {
        if (!is_special(text[i]))
            *o++ = text[i];
        else if ((code = put_special(&o, text[i], i + 1 < size ? text[i + 1] : 0, rules)) != SMSCORE_OK)
            break;
    }
    *out = o;
    *at = i;
    return code;
}

/* ---- 32 bytes at once --------------------------------------------------------------------------------------------- */

#ifdef SMSCORE_X86
#define ALL_LANES UINT32_MAX
enum { LANES = 32, LOOK_BACK = 3 };

typedef struct {
    __m256i errors;  /* any bit: no UTF-8 */
    __m256i special; /* any bit: something to escape or to refuse */
    uint64_t units;
} seen;

AVX2 static inline __m256i load(const uint8_t *text) { return _mm256_loadu_si256((const __m256i *)(const void *)text); }

AVX2 static inline void store(uint8_t *out, __m256i bytes) { _mm256_storeu_si256((__m256i *)(void *)out, bytes); }

/* The lanes that is_special() says something about. */
AVX2 static inline __m256i special_in(__m256i bytes)
{
    __m256i control = _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, _mm256_set1_epi8(0x1F)), bytes);
    __m256i slash = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\\'));
    __m256i del = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(0x7F));
    return _mm256_or_si256(_mm256_or_si256(control, slash), del);
}

/* Takes note of 32 bytes, given those one, two and three places before each; `fresh` are the lanes not yet counted. */
AVX2 static inline void look_at(seen *s, __m256i bytes, __m256i one, __m256i two, __m256i three, uint32_t fresh,
                                uint32_t code_points)
{
    s->errors = _mm256_or_si256(s->errors, errors_in(bytes, one, two, three));
    s->special = _mm256_or_si256(s->special, special_in(bytes));
    __m256i first = _mm256_cmpgt_epi8(bytes, _mm256_set1_epi8((char)0xBF)); /* no continuation */
    __m256i four = _mm256_cmpeq_epi8(_mm256_max_epu8(bytes, _mm256_set1_epi8((char)0xF0)), bytes);
    s->units += (uint64_t)__builtin_popcount((uint32_t)_mm256_movemask_epi8(first) & fresh);
    if (!code_points)
        s->units += (uint64_t)__builtin_popcount((uint32_t)_mm256_movemask_epi8(four) & fresh);
}

AVX2 static inline void look_at_start(seen *s, __m256i bytes, uint32_t fresh, uint32_t code_points)
{
    __m256i low = _mm256_permute2x128_si256(bytes, bytes, 0x08); /* zeros, then the lower half */
    look_at(s, bytes, _mm256_alignr_epi8(bytes, low, 15), _mm256_alignr_epi8(bytes, low, 14),
            _mm256_alignr_epi8(bytes, low, 13), fresh, code_points);
}

AVX2 static inline void look_behind(seen *s, const uint8_t *text, __m256i bytes, uint32_t fresh, uint32_t code_points)
{
    look_at(s, bytes, load(text - 1), load(text - 2), load(text - 3), fresh, code_points);
}

/* A sequence that the end cuts off: nothing follows that could be no continuation. */
AVX2 static inline void look_at_end(seen *s, __m256i bytes)
{
    const __m256i most = _mm256_setr_epi8(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
                                          -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, (char)0xEF, (char)0xDF, (char)0xBF);
    s->errors = _mm256_or_si256(s->errors, _mm256_subs_epu8(bytes, most));
}

/* Copies; nothing is read outside the text, so its last 32 bytes are taken again rather than those behind it. */
AVX2 static void copy_long(seen *s, uint8_t *out, const uint8_t *text, uint64_t size, uint32_t code_points)
{
    __m256i bytes = load(text);
    store(out, bytes);
    look_at_start(s, bytes, ALL_LANES, code_points);
    uint64_t i = LANES;
    for (; i + LANES <= size; i += LANES) {
        bytes = load(text + i);
        store(out + i, bytes);
        look_behind(s, text + i, bytes, ALL_LANES, code_points);
    }
    if (i < size) {
        uint64_t last = size - LANES;
        bytes = load(text + last);
        store(out + last, bytes);
        look_behind(s, text + last, bytes, ALL_LANES << (i - last), code_points);
    }
    look_at_end(s, bytes);
}

/* Too short to be taken 32 bytes at once, but for a copy with blanks behind it. */
AVX2 static void copy_short(seen *s, uint8_t *out, const uint8_t *text, uint64_t size, uint32_t code_points)
{
    uint8_t padded[2 * LANES];
    store(padded, _mm256_set1_epi8(' '));
    store(padded + LANES, _mm256_set1_epi8(' '));
    memcpy(padded, text, size);
    memcpy(out, text, size);
    __m256i bytes = load(padded);
    look_at_start(s, bytes, size < LANES ? ~(ALL_LANES << size) : ALL_LANES, code_points);
    if (size >= LANES)
        look_behind(s, padded + LANES, load(padded + LANES), ~(ALL_LANES << (size - LANES)), code_points);
}

/* Copies and counts; says what else there is to do. */
AVX2 static unsigned copy_by_many(smscore_copied *c, const uint8_t *text, uint64_t size, uint32_t code_points)
{
    seen s = {_mm256_setzero_si256(), _mm256_setzero_si256(), 0};
    if (size >= LANES + LOOK_BACK)
        copy_long(&s, c->out, text, size, code_points);
    else
        copy_short(&s, c->out, text, size, code_points);
    c->units = s.units;
    return (_mm256_testz_si256(s.errors, s.errors) ? 0 : TO_CHECK) |
           (_mm256_testz_si256(s.special, s.special) ? 0 : TO_ESCAPE);
}

AVX2 static int32_t escape_by_many(uint8_t **out, const uint8_t *text, uint64_t *at, uint64_t size,
                                   const smscore_join_rules *rules)
{
    uint8_t *o = *out;
    uint64_t i = *at;
    int32_t code = SMSCORE_OK;
    while (i + LANES <= size && code == SMSCORE_OK) {
        __m256i bytes = load(text + i);
        store(o, bytes);
        uint32_t special = (uint32_t)_mm256_movemask_epi8(special_in(bytes));
        unsigned run = special ? (unsigned)__builtin_ctz(special) : LANES;
        o += run;
        i += run;
        if (special && (code = put_special(&o, text[i], i + 1 < size ? text[i + 1] : 0, rules)) == SMSCORE_OK)
            i++;
    }
    *out = o;
    *at = i;
    return code;
}
#endif

/* ---- the whole ---------------------------------------------------------------------------------------------------- */

static inline int has_many(const smscore_join_rules *rules)
{
#ifdef SMSCORE_X86
    return rules->portable != SMSCORE_PORTABLE && __builtin_cpu_supports("avx2");
#else
    (void)rules;
    return 0;
#endif
}

void smscore_mend_utf8(smscore_copied *c, const uint8_t *text, uint64_t size, const smscore_join_rules *rules,
                       unsigned to_do)
{
    uint64_t at = 0;
    int32_t code = SMSCORE_OK;
#ifdef SMSCORE_X86
    if (to_do & TO_LOOK_AGAIN)
        to_do = smscore_look_again(c, text, size, rules->code_points);
#endif
    if (!to_do) {
        c->out += size;
        return;
    }
    if (to_do & TO_CHECK)
        check_by_one(c, text, size, rules->code_points);
#ifdef SMSCORE_X86
    if (has_many(rules))
        code = escape_by_many(&c->out, text, &at, c->offset, rules);
#endif
    if (code == SMSCORE_OK)
        code = escape_by_one(&c->out, text, &at, c->offset, rules);
    if (code != SMSCORE_OK) {
        c->code = code;
        c->offset = at;
    }
}

void smscore_put_utf8(smscore_copied *c, const uint8_t *text, uint64_t size, const smscore_join_rules *rules)
{
    unsigned to_do = TO_CHECK | TO_ESCAPE;
#ifdef SMSCORE_X86
    if (has_avx512(rules->portable)) {
        smscore_put_utf8_avx512(c, text, size, rules);
        return;
    }
#endif
    c->code = size ? SMSCORE_OK : SMSCORE_CONTENT_EMPTY;
    c->offset = size;
#ifdef SMSCORE_X86
    if (has_many(rules))
        to_do = copy_by_many(c, text, size, rules->code_points);
#endif
    smscore_mend_utf8(c, text, size, rules, to_do);
}
