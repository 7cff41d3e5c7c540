/*
 * The lines of a batch back to two columns.
 *
 * Two walks. The first looks at every byte once, to count the rows and to see whether all of it is UTF-8; where it is
 * not, the second looks at each row for itself, until it meets the one that is not. The second copies: a mobile in one
 * store, a content a block at a time up to the next byte that may mean something, which is rarely more than its CR LF.
 */
#include "utf8.h"

/* ---- the survey --------------------------------------------------------------------------------------------------- */

static int is_utf8(const uint8_t *text, uint64_t size)
{
    for (uint64_t at = 0, step; at < size; at += step)
        if (!(step = sequence_at(text + at, size - at)))
            return 0;
    return 1;
}

static uint64_t count_breaks(const uint8_t *lines, uint64_t size)
{
    uint64_t breaks = 0;
    for (uint64_t i = 1; i < size; i++)
        breaks += lines[i - 1] == '\r' && lines[i] == '\n';
    return breaks;
}

#ifdef SMSCORE_X86
enum { BLOCK = 32 };

/* The bytes one, two or three places before those of `now`. */
#define BEFORE(places, now, last) \
    _mm256_alignr_epi8(now, _mm256_permute2x128_si256(last, now, 0x21), 16 - (places))

AVX2 static uint64_t survey_by_block(const uint8_t *lines, uint64_t size, uint32_t *all_utf8)
{
    const __m256i cr = _mm256_set1_epi8('\r'), lf = _mm256_set1_epi8('\n');
    /* behind the lines come zeros, at least one, so that a character cut off is seen */
    const uint64_t whole = size - size % BLOCK;
    uint8_t rest[BLOCK] = {0};
    memcpy(rest, lines + whole, size - whole);
    __m256i last = _mm256_setzero_si256(), wrong = last;
    uint64_t breaks = 0;
    for (uint64_t at = 0; at <= whole; at += BLOCK) {
        const uint8_t *from = at < whole ? lines + at : rest;
        __m256i now = _mm256_loadu_si256((const __m256i *)(const void *)from);
        __m256i ends = _mm256_and_si256(_mm256_cmpeq_epi8(now, lf), _mm256_cmpeq_epi8(BEFORE(1, now, last), cr));
        breaks += (uint32_t)__builtin_popcount((uint32_t)_mm256_movemask_epi8(ends));
        wrong = _mm256_or_si256(
            wrong, errors_in(now, BEFORE(1, now, last), BEFORE(2, now, last), BEFORE(3, now, last)));
        last = now;
    }
    *all_utf8 = (uint32_t)_mm256_testz_si256(wrong, wrong);
    return breaks;
}
#endif

uint64_t smscore_survey_lines(const uint8_t *lines, uint64_t size, uint32_t portable, uint32_t *all_utf8)
{
#ifdef SMSCORE_X86
    if (!portable && size && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt"))
        return survey_by_block(lines, size, all_utf8);
#endif
    (void)portable;
    *all_utf8 = (uint32_t)is_utf8(lines, size);
    return count_breaks(lines, size);
}

/* ---- contents --------------------------------------------------------------------------------------------------- */

/* The bytes that end a run: CR, and backslash and LF where they mean something (else CR again). */
typedef struct {
    uint8_t escape;
    uint8_t lone;
} stops;

typedef struct {
    const uint8_t *lines;
    uint64_t at;
    uint64_t end;
    uint8_t *out;
} copying;

static void copy_run(copying *c, stops stop)
{
    uint8_t *out = c->out;
    uint64_t at = c->at;
    for (; at < c->end; at++) {
        uint8_t byte = c->lines[at];
        if (byte == '\r' || byte == stop.escape || byte == stop.lone)
            break;
        *out++ = byte;
    }
    c->out = out;
    c->at = at;
}

#ifdef SMSCORE_X86
AVX2 static inline void copy_run_by_block(copying *c, stops stop)
{
    const __m256i cr = _mm256_set1_epi8('\r'), escape = _mm256_set1_epi8((char)stop.escape),
                  lone = _mm256_set1_epi8((char)stop.lone);
    uint8_t *out = c->out;
    uint64_t at = c->at;
    for (; at + BLOCK <= c->end; at += BLOCK, out += BLOCK) {
        __m256i block = _mm256_loadu_si256((const __m256i *)(const void *)(c->lines + at));
        _mm256_storeu_si256((__m256i *)(void *)out, block);
        __m256i stopped = _mm256_or_si256(
            _mm256_cmpeq_epi8(block, cr),
            _mm256_or_si256(_mm256_cmpeq_epi8(block, escape), _mm256_cmpeq_epi8(block, lone)));
        uint32_t mask = (uint32_t)_mm256_movemask_epi8(stopped);
        if (mask) {
            uint32_t run = (uint32_t)__builtin_ctz(mask);
            c->out = out + run;
            c->at = at + run;
            return;
        }
    }
    c->out = out;
    c->at = at;
    copy_run(c, stop);
}
#endif

/* An escape, or a byte that only looks like one. Returns 0 where it may not stand. */
static int copy_escape(copying *c, const smscore_split_rules *rules)
{
    uint8_t next = c->at + 1 < c->end ? c->lines[c->at + 1] : 0;
    int known = next == 'r' || next == 'n' || (next == '\\' && rules->line_breaks == SMSCORE_REVERSIBLE);
    if (!known && rules->line_breaks == SMSCORE_REVERSIBLE)
        return 0;
    *c->out++ = (uint8_t)(!known ? '\\' : next == 'r' ? '\r' : next == 'n' ? '\n' : '\\');
    c->at += known ? 2 : 1;
    return 1;
}

typedef void (*runner)(copying *, stops);

/* Copies the content that begins here, up to its CR LF or the end. Returns 0 where something may not stand in it. */
static inline int copy_content(copying *c, const smscore_split_rules *rules, runner run)
{
    const stops stop = {rules->line_breaks == SMSCORE_REJECT ? '\r' : '\\', rules->strict ? '\n' : '\r'};
    for (;;) {
        run(c, stop);
        if (c->at == c->end)
            return 1;
        uint8_t byte = c->lines[c->at];
        if (byte == '\\') {
            if (!copy_escape(c, rules))
                return 0;
            continue;
        }
        if (byte == '\r' && c->at + 1 < c->end && c->lines[c->at + 1] == '\n')
            return 1;
        if (rules->strict)
            return 0;
        *c->out++ = byte;
        c->at++;
    }
}

/* ---- rows ------------------------------------------------------------------------------------------------------- */

enum { MOST_DIGITS = 18, MOBILE_STORE = 32 };

static inline void put_offset(void *offsets, uint32_t wide, uint64_t number, uint64_t offset)
{
    if (wide)
        ((int64_t *)offsets)[number] = (int64_t)offset;
    else
        ((int32_t *)offsets)[number] = (int32_t)offset;
}

/* Digits from `at`, at most one more than a mobile may have. */
static uint64_t count_digits(const uint8_t *lines, uint64_t at, uint64_t end)
{
    uint64_t most = end - at > MOST_DIGITS ? MOST_DIGITS + 1 : end - at, digits = 0;
    while (digits < most && (uint8_t)(lines[at + digits] - '0') < 10)
        digits++;
    return digits;
}

static inline void split_with(const smscore_split_rules *rules, const uint8_t *lines, uint64_t size,
                              smscore_split *split, runner run)
{
    const uint64_t end = size >= 2 && lines[size - 2] == '\r' && lines[size - 1] == '\n' ? size - 2 : size;
    uint8_t *mobiles = split->mobiles;
    copying c = {lines, 0, end, split->contents};
    put_offset(split->mobile_offsets, rules->wide, 0, 0);
    put_offset(split->content_offsets, rules->wide, 0, 0);
    split->rows = split->stopped_at = 0;
    if (size == 0)
        return;
    for (;;) {
        uint64_t digits = count_digits(lines, c.at, end), comma = c.at + digits;
        if (digits == 0 || digits > MOST_DIGITS || comma == end || lines[comma] != ',')
            return;
        if (size - c.at >= MOBILE_STORE)
            memcpy(mobiles, lines + c.at, MOBILE_STORE); /* a store of fixed size; what is over is written over */
        else
            memcpy(mobiles, lines + c.at, digits);
        c.at = comma + 1;
        if (!copy_content(&c, rules, run) || !(rules->all_utf8 || is_utf8(lines + comma + 1, c.at - comma - 1)))
            return;
        mobiles += digits;
        split->rows++;
        put_offset(split->mobile_offsets, rules->wide, split->rows, (uint64_t)(mobiles - split->mobiles));
        put_offset(split->content_offsets, rules->wide, split->rows, (uint64_t)(c.out - split->contents));
        if (c.at == end) {
            split->stopped_at = size;
            return;
        }
        c.at += 2;
        split->stopped_at = c.at;
    }
}

#ifdef SMSCORE_X86
AVX2 static void split_by_block(const smscore_split_rules *rules, const uint8_t *lines, uint64_t size,
                                smscore_split *split)
{
    split_with(rules, lines, size, split, copy_run_by_block);
}
#endif

void smscore_split_lines(const smscore_split_rules *rules, const uint8_t *lines, uint64_t size, smscore_split *split)
{
#ifdef SMSCORE_X86
    if (!rules->portable && __builtin_cpu_supports("avx2")) {
        split_by_block(rules, lines, size, split);
        return;
    }
#endif
    split_with(rules, lines, size, split, copy_run);
}
