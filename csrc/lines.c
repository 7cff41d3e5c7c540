/*
 * The lines of a batch back to two columns.
 *
 * One walk: a mobile in one store, a content a block at a time up to the next byte that may mean something, which is
 * rarely more than its CR LF. Whether a content is UTF-8 is found out on the way: of blocks all together, for errors are
 * rare; where there is one, everything is split again, each row looked at by itself, up to the one that has it.
 */
#include "utf8.h"

static int is_utf8(const uint8_t *text, uint64_t size)
{
    for (uint64_t at = 0, step; at < size; at += step)
        if (!(step = sequence_at(text + at, size - at)))
            return 0;
    return 1;
}

/* ---- line breaks ------------------------------------------------------------------------------------------------- */

static uint64_t count_from(const uint8_t *lines, uint64_t at, uint64_t size)
{
    uint64_t breaks = 0;
    for (; at < size; at++)
        breaks += lines[at - 1] == '\r' && lines[at] == '\n';
    return breaks;
}

#ifdef SMSCORE_X86
enum {
    BLOCK = 32,
    LOOK_BACK = 3,
    WRITTEN_SOON = 4096 /* bytes ahead: by itself the machine begins too late */
};

AVX2 static inline __m256i load(const uint8_t *text) { return _mm256_loadu_si256((const __m256i *)(const void *)text); }

AVX2 static inline void store(uint8_t *out, __m256i bytes) { _mm256_storeu_si256((__m256i *)(void *)out, bytes); }

AVX2 static uint64_t count_by_block(const uint8_t *lines, uint64_t size)
{
    const __m256i cr = _mm256_set1_epi8('\r'), lf = _mm256_set1_epi8('\n');
    uint64_t breaks = 0, at = 1;
    for (; at + BLOCK <= size; at += BLOCK) {
        __m256i ends = _mm256_and_si256(_mm256_cmpeq_epi8(load(lines + at), lf),
                                        _mm256_cmpeq_epi8(load(lines + at - 1), cr));
        breaks += (uint32_t)__builtin_popcount((uint32_t)_mm256_movemask_epi8(ends));
    }
    return breaks + count_from(lines, at, size);
}
#endif

uint64_t smscore_count_breaks(const uint8_t *lines, uint64_t size, uint32_t portable)
{
#ifdef SMSCORE_X86
    if (!portable && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt"))
        return count_by_block(lines, size);
#endif
    (void)portable;
    return count_from(lines, 1, size);
}

/* ---- contents --------------------------------------------------------------------------------------------------- */

/* A run ends at CR, and at backslash and LF where they mean something (else these are CR again). */
typedef struct {
    const uint8_t *lines;
    uint64_t at;
    uint64_t end;
    uint8_t *out;
    uint8_t escape;
    uint8_t lone;
    int unseen; /* whether this content is UTF-8 */
#ifdef SMSCORE_X86
    __m256i cr_s, escapes, lones;
    __m256i errors; /* any bit: one of the others is not */
#endif
} copying;

static void copy_run(copying *c)
{
    c->unseen = 1;
    uint8_t *out = c->out;
    uint64_t at = c->at;
    for (; at < c->end; at++) {
        uint8_t byte = c->lines[at];
        if (byte == '\r' || byte == c->escape || byte == c->lone)
            break;
        *out++ = byte;
    }
    c->out = out;
    c->at = at;
}

#ifdef SMSCORE_X86
/* What is behind the run in its last block is looked at too: it is text as well. */
AVX2 static inline void copy_run_by_block(copying *c)
{
    uint8_t *out = c->out;
    uint64_t at = c->at;
    for (; at + BLOCK <= c->end; at += BLOCK, out += BLOCK) {
        const uint8_t *text = c->lines + at;
        __m256i block = load(text);
        store(out, block);
        fetch((const void *)((uintptr_t)out + WRITTEN_SOON));
        c->errors = _mm256_or_si256(c->errors, errors_in(block, load(text - 1), load(text - 2), load(text - 3)));
        __m256i stopped = _mm256_or_si256(
            _mm256_cmpeq_epi8(block, c->cr_s),
            _mm256_or_si256(_mm256_cmpeq_epi8(block, c->escapes), _mm256_cmpeq_epi8(block, c->lones)));
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
    copy_run(c);
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

typedef void (*runner)(copying *);

/* Copies the content that begins here, up to its CR LF or the end. Returns 0 where something may not stand in it. */
static inline int copy_content(copying *c, const smscore_split_rules *rules, runner run)
{
    for (;;) {
        run(c);
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

typedef uint64_t (*counter)(const uint8_t *text, uint64_t size, uint64_t usual);

/* Digits that a text begins with, at most one more than a mobile may have. */
static uint64_t count_digits(const uint8_t *text, uint64_t size, uint64_t usual)
{
    (void)usual;
    uint64_t most = size > MOST_DIGITS ? MOST_DIGITS + 1 : size, digits = 0;
    while (digits < most && (uint8_t)(text[digits] - '0') < 10)
        digits++;
    return digits;
}

static inline void split_with(const smscore_split_rules *rules, copying *c, uint64_t size, smscore_split *split,
                              runner run, counter count)
{
    put_offset(split->mobile_offsets, rules->wide, split->rows, split->mobile_size);
    put_offset(split->content_offsets, rules->wide, split->rows, split->content_size);
    split->stopped_at = split->full = 0;
    if (size == 0)
        return;
    for (uint64_t usual = 0; split->rows < split->room;) {
        const uint8_t *line = c->lines + c->at;
        uint64_t digits = count(line, c->end - c->at, usual), comma = c->at + digits;
        if (digits == 0 || digits > MOST_DIGITS || comma == c->end || line[digits] != ',')
            return;
        if (size - c->at >= MOBILE_STORE)
            memcpy(split->mobiles + split->mobile_size, line, MOBILE_STORE); /* a store of fixed size; what is over is written over */
        else
            memcpy(split->mobiles + split->mobile_size, line, digits);
        c->at = comma + 1;
        c->unseen = 0;
        if (!copy_content(c, rules, run) || (c->unseen && !is_utf8(line + digits + 1, c->at - comma - 1)))
            return;
        split->rows++;
        split->mobile_size += usual = digits;
        split->content_size = (uint64_t)(c->out - split->contents);
        put_offset(split->mobile_offsets, rules->wide, split->rows, split->mobile_size);
        put_offset(split->content_offsets, rules->wide, split->rows, split->content_size);
        if (c->at == c->end) {
            split->stopped_at = size;
            return;
        }
        c->at += 2;
        split->stopped_at = c->at;
    }
    split->full = 1;
}

#ifdef SMSCORE_X86
/* Most rows have as many as the last one: where that is so, nothing has to wait for them to be counted. */
AVX2 static inline uint64_t count_digits_at_once(const uint8_t *text, uint64_t size, uint64_t usual)
{
    if (size < BLOCK)
        return count_digits(text, size, usual);
    __m256i over = _mm256_sub_epi8(load(text), _mm256_set1_epi8('0'));
    __m256i digit = _mm256_cmpeq_epi8(_mm256_min_epu8(over, _mm256_set1_epi8(9)), over);
    uint32_t other = ~(uint32_t)_mm256_movemask_epi8(digit), expected = UINT32_C(1) << usual;
    if ((other & (2 * expected - 1)) == expected)
        return usual;
    return other ? (uint32_t)__builtin_ctz(other) : BLOCK;
}

/* 0 where a row may not be UTF-8. */
AVX2 static int split_by_block(const smscore_split_rules *rules, const copying *start, uint64_t size,
                               smscore_split *split)
{
    const smscore_split_rules own = *rules; /* nothing that is stored can change them */
    copying c = *start;
    c.cr_s = _mm256_set1_epi8('\r');
    c.escapes = _mm256_set1_epi8((char)c.escape);
    c.lones = _mm256_set1_epi8((char)c.lone);
    split_with(&own, &c, size, split, copy_run_by_block, count_digits_at_once);
    return _mm256_testz_si256(c.errors, c.errors);
}
#endif

void smscore_split_lines(const smscore_split_rules *rules, const uint8_t *lines, uint64_t size, smscore_split *split)
{
    copying c = {.lines = lines,
                 .end = size,
                 .out = split->contents + split->content_size,
                 .escape = rules->line_breaks == SMSCORE_REJECT ? '\r' : '\\',
                 .lone = rules->strict ? '\n' : '\r'};
    if (size >= 2 && lines[size - 2] == '\r' && lines[size - 1] == '\n')
        c.end = size - 2;
#ifdef SMSCORE_X86
    /* there must be three bytes before the first content */
    if (!rules->portable && size > LOOK_BACK && lines[1] != ',' && __builtin_cpu_supports("avx2") &&
        __builtin_cpu_supports("popcnt")) {
        const smscore_split before = *split;
        if (split_by_block(rules, &c, size, split))
            return;
        *split = before;
    }
#endif
    split_with(rules, &c, size, split, copy_run, count_digits);
}
