#pragma once
/*
 * Rows as nearly all are, some at a time: mobiles of one width, contents in which nothing is unusual, all of them one
 * behind the other in columns of offsets.
 *
 * What one row is makes no difference to what is done for the next, so that nothing has to be guessed or waited for. All
 * mobiles are read, then all contents looked at as if they were one, and only when all is well are the rows written. When
 * it is not, nothing has been done, and rows.h takes them one by one: it knows what to say.
 */
#include "column.h"
#include "index.h"
#include "utf8_avx512.h"

#ifdef SMSCORE_X86

enum {
    ORDINARY_ROWS = 32,     /* so few that their text is still in the nearest cache when it is written */
    ORDINARY_TEXT = 32768,  /* bytes of their contents */
    LEAST_WIDTH = 9,        /* of mobiles that take_key() has a fast way for, */
    MOST_WIDTH = 15,
    LANES_128 = 16,
    COPIED = 2 * LANES_512, /* bytes at once: whether there is a second block is not to be guessed */
    FETCHED_SOON = 4096,    /* bytes ahead: by itself the machine begins too late */
    WRITTEN_SOON = 2048
};

typedef struct {
    const uint8_t *mobiles;
    const uint8_t *text;
    const part *contents;
    uint64_t at;   /* of the first row, in the contents */
    uint64_t size; /* of the text */
    uint32_t width;
    uint32_t rows;
    uint64_t keys[ORDINARY_ROWS];
    uint64_t continuations[ORDINARY_TEXT / LANES_512]; /* a bit for each byte of the text */
} some_rows;

/* ---- mobiles ------------------------------------------------------------------------------------------------------ */

static inline int have_width(const part *p, uint64_t at, uint32_t rows, int64_t width)
{
    int64_t others = 0;
    if (p->layout == 'U')
        for (uint64_t i = at; i < at + rows; i++)
            others |= (i64_at(p->values, i + 1) - i64_at(p->values, i)) ^ width;
    else
        for (uint64_t i = at; i < at + rows; i++)
            others |= (i32_at(p->values, i + 1) - i32_at(p->values, i)) ^ width;
    return !others;
}

/* The number that sixteen digits are: pairs, fours, eights. (Multiplying wider vectors slows down the whole machine.) */
AVX512 ALWAYS_INLINE uint64_t number_of_lanes(__m128i digits)
{
    const __m128i pairs = _mm_maddubs_epi16(digits, _mm_set1_epi16(10 | 1 << 8)),
                  fours = _mm_madd_epi16(pairs, _mm_set1_epi32(100 | 1 << 16)),
                  eights = _mm_madd_epi16(_mm_packus_epi32(fours, fours), _mm_set1_epi32(10000 | 1 << 16));
    const uint64_t both = (uint64_t)_mm_cvtsi128_si64(eights);
    return (both & UINT32_MAX) * 100000000 + (both >> 32);
}

/* The keys that take_key() would find: digits up to the last lane, and a leading 1. Zero where one is no digit. */
AVX512 ALWAYS_INLINE int take_keys(some_rows *r)
{
    const uint32_t free = LANES_128 - r->width;
    const __mmask16 lanes = (__mmask16)(0xFFFFu << free), one = (__mmask16)(1u << (free - 1));
    const __m128i zeros = _mm_set1_epi8('0');
    const uintptr_t first = (uintptr_t)r->mobiles - free; /* lanes that are not asked for are not read */
    uint32_t strays = 0;
    for (uint32_t row = 0; row < r->rows; row++) {
        const __m128i text = _mm_mask_loadu_epi8(zeros, lanes, (const void *)(first + (uintptr_t)row * r->width)),
                      digits = _mm_sub_epi8(text, zeros);
        strays |= _mm_cmpgt_epu8_mask(digits, _mm_set1_epi8(9));
        r->keys[row] = number_of_lanes(_mm_mask_set1_epi8(digits, one, 1));
    }
    return !strays;
}

AVX512 ALWAYS_INLINE int take_mobiles(some_rows *r, const part *mobiles, uint64_t row, const smscore_join_rules *rules)
{
    const uint64_t at = mobiles->from + row;
    const int64_t start = offset_at(mobiles, at), width = offset_at(mobiles, at + 1) - start;
    r->mobiles = mobiles->data + start;
    r->width = (uint32_t)width;
    return width >= LEAST_WIDTH && width <= MOST_WIDTH && r->width >= rules->min_width && r->width <= rules->max_width &&
           have_width(mobiles, at, r->rows, width) && take_keys(r);
}

/* ---- contents ----------------------------------------------------------------------------------------------------- */

AVX512 ALWAYS_INLINE int is_ordinary(some_rows *r)
{
    seen_avx512 s = NOTHING_SEEN;
    uint64_t at = 0, *found = r->continuations;
    for (; at + LANES_512 <= r->size; at += LANES_512) {
        fetch((const void *)((uintptr_t)r->text + at + FETCHED_SOON));
        *found++ = look_at_avx512(&s, _mm512_loadu_si512(r->text + at));
    }
    if (at < r->size)
        *found = look_at_avx512(&s, _mm512_mask_loadu_epi8(EACH_BYTE(' '), first_lanes(r->size - at), r->text + at));
    return !to_do_avx512(&s);
}

/* Whether all are there, and may be copied with what is behind them. */
AVX512 ALWAYS_INLINE int take_contents(some_rows *r, const part *contents, uint64_t row)
{
    r->at = contents->from + row;
    const int64_t start = offset_at(contents, r->at), stop = offset_at(contents, r->at + r->rows);
    r->contents = contents;
    r->text = contents->data + start;
    r->size = (uint64_t)(stop - start);
    return r->size && r->size <= ORDINARY_TEXT && contents->end - stop >= COPIED && is_ordinary(r);
}

/* Characters of some bytes: those that are no continuations. */
AVX512 ALWAYS_INLINE uint64_t count_units(const uint64_t *continuations, uint64_t at, uint64_t size)
{
    const uint64_t *word = continuations + at / LANES_512, skipped = at % LANES_512;
    uint64_t left = size + skipped, units = size;
    units -= (uint64_t)__builtin_popcountll((*word & first_lanes(left)) >> skipped);
    for (; left > LANES_512; left -= LANES_512)
        units -= (uint64_t)__builtin_popcountll(*++word & first_lanes(left - LANES_512));
    return units;
}

AVX512 ALWAYS_INLINE void copy_some(uint8_t *out, const uint8_t *text, uint64_t size)
{
    for (uint64_t at = 0; at < size; at += COPIED) {
        const __m512i first = _mm512_loadu_si512(text + at), second = _mm512_loadu_si512(text + at + LANES_512);
        _mm512_storeu_si512(out + at, first);
        _mm512_storeu_si512(out + at + LANES_512, second);
        fetch((const void *)((uintptr_t)out + at + WRITTEN_SOON));
        fetch((const void *)((uintptr_t)out + at + WRITTEN_SOON + LANES_512));
    }
}

/* ---- rows --------------------------------------------------------------------------------------------------------- */

/* Writes them behind the lines. Zero, and the lines as they were, where a content is empty or begins inside a character. */
AVX512 ALWAYS_INLINE int write_rows(const some_rows *r, smscore_lines *lines)
{
    const __mmask16 lanes = (__mmask16)((1u << r->width) - 1);
    uint8_t *const start = lines->out, *out = start + lines->size;
    uint32_t *ends = lines->ends + lines->rows, *counts = lines->counts + lines->rows;
    uint64_t segments = 0, sizes = 0, inside = 0, at = 0, between = lines->rows ? 2 : 0;
    const int64_t first = offset_at(r->contents, r->at);
    for (uint32_t row = 0; row < r->rows; row++, between = 2) {
        const uint64_t next = (uint64_t)(offset_at(r->contents, r->at + row + 1) - first), size = next - at;
        sizes |= size - 1;
        inside |= r->continuations[at / LANES_512] >> at % LANES_512;
        memcpy(out, "\r\n", 2);
        out += between;
        const void *mobile = r->mobiles + (size_t)row * r->width;
        _mm_storeu_si128((void *)out, _mm_mask_loadu_epi8(_mm_set1_epi8(','), lanes, mobile));
        out += r->width + 1;
        copy_some(out, r->text + at, size);
        out += size;
        const uint64_t count = segments_of(count_units(r->continuations, at, size));
        counts[row] = (uint32_t)count;
        segments += count;
        ends[row] = (uint32_t)(out - start);
        at = next;
    }
    if (sizes >> 63 || inside & 1)
        return 0;
    lines->size = (uint64_t)(out - lines->out);
    lines->rows += r->rows;
    lines->segments += segments;
    return 1;
}

/* Rows up to the first whose mobile has come; those before it have, now. */
static inline uint32_t list_new(smscore_seen *seen, const some_rows *r)
{
    uint32_t row = 0;
    for (; row < r->rows && !has_come(seen, r->keys[row]); row++)
        list_key(seen, r->keys[row]);
    return row;
}

static inline void drop_last(smscore_lines *lines, uint32_t rows, uint64_t size)
{
    for (uint32_t i = 0; i < rows; i++)
        lines->segments -= lines->counts[--lines->rows];
    lines->size = size;
}

/* Takes some rows of two columns that are in order, at most ORDINARY_ROWS. Returns how many: none where one is not ordinary,
 * and only those before the first whose mobile has come. */
AVX512 static uint32_t put_ordinary(const smscore_join_rules *rules, const column *mobiles, const column *contents,
                                    uint64_t row, uint32_t rows, smscore_seen *seen, smscore_lines *lines)
{
    some_rows r;
    r.rows = rows;
    if (!take_mobiles(&r, &mobiles->rows, row, rules) || !take_contents(&r, &contents->rows, row))
        return 0;
    const uint64_t before = lines->size, most = before + r.size + rows * ((uint64_t)r.width + 3);
    if (most > rules->full_at || most + COPIED > lines->room || (seen && seen->room - seen->used < rows) ||
        !write_rows(&r, lines))
        return 0;
    const uint32_t kept = seen ? list_new(seen, &r) : rows;
    if (kept < rows)
        drop_last(lines, rows - kept, kept ? lines->ends[lines->rows - (rows - kept) - 1] : before);
    return kept;
}
#endif
