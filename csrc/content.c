/*
 * One content: UTF-16 to UTF-8, line breaks escaped, up to its separator or the first fault.
 *
 * Texts are runs of Han and runs of ASCII with little between, so those two are written a run at a time: eight units
 * at once where the machine has SSSE3, one by one elsewhere. Everything else goes through one_unit().
 */
#include "common.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define SMSCORE_SSSE3 1
#include <immintrin.h>
#endif

typedef struct {
    const smscore_column *contents;
    const smscore_join_rules *rules;
    uint64_t at;
    uint8_t *out;
    uint64_t pairs;
    int32_t code;
} walk;

/* ASCII that needs no decision. */
static inline int is_plain(uint32_t unit) { return unit - 0x20 < 0x5F && unit != '\\'; }

/* Han and its neighbours, U+0800-FFFF but surrogates: three bytes. */
static inline int is_three_bytes(uint32_t unit) { return unit >= 0x800 && !is_surrogate(unit); }

/* Stores four bytes, the last to be written over. */
static inline uint8_t *put_three_bytes(uint8_t *o, uint32_t unit)
{
    uint32_t lead = 0xE0 | unit >> 12, middle = 0x80 | (unit >> 6 & 0x3F), last = 0x80 | (unit & 0x3F);
    put_u32_le(o, lead | middle << 8 | last << 16);
    return o + 3;
}

/* An ASCII unit that needs a decision: controls, DEL, CR, LF, backslash. Says what is wrong with it. */
static int32_t put_special(uint8_t **out, uint32_t unit, uint32_t next, const smscore_join_rules *rules)
{
    uint8_t *o = *out;
    if (unit == '\r' || unit == '\n') {
        if (rules->line_breaks == SMSCORE_REJECT)
            return SMSCORE_LINE_BREAK;
        *o++ = '\\';
        *o++ = unit == '\r' ? 'r' : 'n';
    } else if (unit == '\\') {
        if (rules->line_breaks == SMSCORE_BACKSLASH && (next == 'r' || next == 'n'))
            return SMSCORE_AMBIGUOUS_ESCAPE;
        *o++ = '\\';
        if (rules->line_breaks == SMSCORE_REVERSIBLE)
            *o++ = '\\';
    } else {
        if (rules->refuse_controls && unit != '\t')
            return SMSCORE_CONTROL_CHARACTER;
        *o++ = (uint8_t)unit;
    }
    *out = o;
    return SMSCORE_OK;
}

/* Writes a character beyond the BMP; 0 when the unit at `i` is no first half of a pair. */
static int put_pair(uint8_t **out, const smscore_column *contents, uint64_t i)
{
    uint32_t high = unit_at(contents->text, i);
    uint32_t low = i + 1 < contents->units ? unit_at(contents->text, i + 1) : 0;
    if (!is_high_surrogate(high) || !is_low_surrogate(low))
        return 0;
    uint32_t point = 0x10000 + ((high & 0x3FF) << 10 | (low & 0x3FF));
    uint8_t *o = *out;
    o[0] = (uint8_t)(0xF0 | point >> 18);
    o[1] = (uint8_t)(0x80 | (point >> 12 & 0x3F));
    o[2] = (uint8_t)(0x80 | (point >> 6 & 0x3F));
    o[3] = (uint8_t)(0x80 | (point & 0x3F));
    *out = o + 4;
    return 1;
}

/* A unit that starts no run. Returns 0 where the content ends: at its separator, or at a fault. */
static int one_unit(walk *w)
{
    const smscore_column *contents = w->contents;
    uint32_t unit = unit_at(contents->text, w->at);
    if (unit == contents->separator)
        return 0;
    if (unit < 0x80) {
        uint32_t next = w->at + 1 < contents->units ? unit_at(contents->text, w->at + 1) : 0;
        w->code = put_special(&w->out, unit, next, w->rules);
    } else if (unit < 0x800) {
        *w->out++ = (uint8_t)(0xC0 | unit >> 6);
        *w->out++ = (uint8_t)(0x80 | (unit & 0x3F));
    } else if (put_pair(&w->out, contents, w->at)) {
        w->pairs++;
        w->at++;
    } else {
        w->code = SMSCORE_LONE_SURROGATE;
    }
    if (w->code)
        return 0;
    w->at++;
    return 1;
}

static void walk_by_one(walk *w)
{
    const uint8_t *text = w->contents->text;
    const uint64_t end = w->contents->units;
    while (w->at < end) {
        uint32_t unit = unit_at(text, w->at);
        if (is_three_bytes(unit)) {
            w->out = put_three_bytes(w->out, unit);
            w->at++;
        } else if (is_plain(unit)) {
            *w->out++ = (uint8_t)unit;
            w->at++;
        } else if (!one_unit(w)) {
            return;
        }
    }
}

#ifdef SMSCORE_SSSE3
enum { LANES = 8 };

/* Lanes before the first that a comparison has marked. */
__attribute__((target("ssse3"))) static inline unsigned lanes_before(__m128i marked)
{
    unsigned mask = (unsigned)_mm_movemask_epi8(marked);
    return mask ? (unsigned)__builtin_ctz(mask) / 2 : LANES;
}

/* UTF-8 of the three-byte units that eight units begin with; returns how many. Stores 32 bytes. */
__attribute__((target("ssse3"))) static inline unsigned put_three_byte_run(uint8_t *o, __m128i units)
{
    const __m128i six = _mm_set1_epi16(0x3F), mark = _mm_set1_epi16(0x80);
    __m128i lead = _mm_or_si128(_mm_srli_epi16(units, 12), _mm_set1_epi16(0xE0));
    __m128i middle = _mm_or_si128(_mm_and_si128(_mm_srli_epi16(units, 6), six), mark);
    __m128i last = _mm_or_si128(_mm_and_si128(units, six), mark);
    __m128i two = _mm_or_si128(lead, _mm_slli_epi16(middle, 8)); /* lead, middle, lead, middle, ... */
    /* bytes 0-15 and 16-23 of lead, middle, last, lead, ... */
    __m128i low = _mm_or_si128(
        _mm_shuffle_epi8(two, _mm_setr_epi8(0, 1, -1, 2, 3, -1, 4, 5, -1, 6, 7, -1, 8, 9, -1, 10)),
        _mm_shuffle_epi8(last, _mm_setr_epi8(-1, -1, 0, -1, -1, 2, -1, -1, 4, -1, -1, 6, -1, -1, 8, -1)));
    __m128i high = _mm_or_si128(
        _mm_shuffle_epi8(two, _mm_setr_epi8(11, -1, 12, 13, -1, 14, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1)),
        _mm_shuffle_epi8(last, _mm_setr_epi8(-1, 10, -1, -1, 12, -1, -1, 14, -1, -1, -1, -1, -1, -1, -1, -1)));
    _mm_storeu_si128((__m128i *)(void *)o, low);
    _mm_storeu_si128((__m128i *)(void *)(o + 16), high);
    __m128i top = _mm_and_si128(units, _mm_set1_epi16((short)0xF800));
    return lanes_before(_mm_or_si128(_mm_cmpeq_epi16(top, _mm_setzero_si128()),
                                     _mm_cmpeq_epi16(top, _mm_set1_epi16((short)0xD800))));
}

/* The plain ASCII that eight units begin with; returns how many. Stores 8 bytes. */
__attribute__((target("ssse3"))) static inline unsigned put_plain_run(uint8_t *o, __m128i units)
{
    _mm_storel_epi64((__m128i *)(void *)o, _mm_packus_epi16(units, units));
    __m128i above = _mm_subs_epu16(_mm_sub_epi16(units, _mm_set1_epi16(0x20)), _mm_set1_epi16(0x5E));
    __m128i plain = _mm_cmpeq_epi16(above, _mm_setzero_si128());
    __m128i slash = _mm_cmpeq_epi16(units, _mm_set1_epi16('\\'));
    return lanes_before(_mm_or_si128(_mm_xor_si128(plain, _mm_set1_epi16(-1)), slash));
}

__attribute__((target("ssse3"))) static void walk_by_eight(walk *w)
{
    const uint8_t *text = w->contents->text;
    const uint64_t end = w->contents->units;
    while (w->at + LANES <= end) {
        uint32_t unit = unit_at(text, w->at);
        __m128i units = _mm_loadu_si128((const __m128i *)(const void *)(text + 2 * w->at));
        if (is_three_bytes(unit)) {
            unsigned run = put_three_byte_run(w->out, units);
            w->out += 3 * run;
            w->at += run;
        } else if (is_plain(unit)) {
            unsigned run = put_plain_run(w->out, units);
            w->out += run;
            w->at += run;
        } else if (!one_unit(w)) {
            return;
        }
    }
    walk_by_one(w);
}
#endif

smscore_written smscore_put_content(uint8_t *out, const smscore_column *contents, const smscore_join_rules *rules)
{
    walk w = {contents, rules, contents->at, out, 0, SMSCORE_OK};
#ifdef SMSCORE_SSSE3
    if (!rules->portable && __builtin_cpu_supports("ssse3"))
        walk_by_eight(&w);
    else
#endif
        walk_by_one(&w);
    smscore_written written = {w.out, w.at - contents->at, w.pairs, w.code};
    if (written.units == 0 && w.code == SMSCORE_OK)
        written.code = SMSCORE_CONTENT_EMPTY;
    return written;
}
