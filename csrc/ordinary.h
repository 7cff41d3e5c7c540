#pragma once
/*
 * Rows as nearly all are, some at a time: mobiles of one width, texts in which nothing is unusual, all of them one behind
 * the other.
 *
 * What one row is makes no difference to what is done for the next, so that nothing has to be guessed or waited for. All
 * mobiles are read, then all texts of a column looked at as if they were one, and only when all is well are the rows
 * written. When it is not, nothing has been done, and rows.h takes them one by one: it knows what to say.
 */
#include "rows.h"
#include "utf8_avx512.h"

#ifdef SMSCORE_X86

enum {
    ORDINARY_ROWS = 32,     /* so few that their text is still in the nearest cache when it is written */
    LEAST_WIDTH = 9,        /* of mobiles that take_key() has a fast way for, */
    MOST_WIDTH = 15,
    LANES_128 = 16,
    COPIED = 2 * LANES_512, /* bytes that may be read behind a text, and written behind lines */
    FETCHED_SOON = 4096,    /* bytes ahead: by itself the machine begins too late */
    WRITTEN_SOON = 2048
};

typedef struct {
    const uint8_t *text;
    uint64_t step; /* from one to the next */
    uint32_t width;
    uint32_t rows;
    uint64_t keys[ORDINARY_ROWS];
} some_mobiles;

/* Which of 64 bytes are continuations, and how many of those before are. */
typedef struct {
    uint64_t continuations;
    uint64_t before;
} some_bytes;

/* The texts of some rows. */
typedef struct {
    const uint8_t *text;
    some_bytes *bytes; /* and zeros for what is behind them */
    uint64_t size;     /* of all, which is little where they are taken */
    uint64_t continuations;
    uint32_t ends[ORDINARY_ROWS];
} some_texts;

/* ---- mobiles ------------------------------------------------------------------------------------------------------ */

static inline int have_width(const part *p, uint64_t at, uint32_t rows, int64_t width)
{
    int64_t others = 0;
    if (p->layout == 'v')
        for (uint64_t i = at; i < at + rows; i++)
            others |= i32_at(p->values, VIEW / 4 * i) ^ width;
    else if (p->layout == 'U')
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
AVX512 ALWAYS_INLINE int take_keys(some_mobiles *m)
{
    const uint32_t free = LANES_128 - m->width;
    const __mmask16 lanes = (__mmask16)(0xFFFFu << free), one = (__mmask16)(1u << (free - 1));
    const __m128i zeros = _mm_set1_epi8('0');
    const uintptr_t first = (uintptr_t)m->text - free; /* lanes that are not asked for are not read */
    uint32_t strays = 0;
    for (uint32_t row = 0; row < m->rows; row++) {
        const __m128i text = _mm_mask_loadu_epi8(zeros, lanes, (const void *)(first + row * m->step)),
                      digits = _mm_sub_epi8(text, zeros);
        strays |= _mm_cmpgt_epu8_mask(digits, _mm_set1_epi8(9));
        m->keys[row] = number_of_lanes(_mm_mask_set1_epi8(digits, one, 1));
    }
    return !strays;
}

/* A short text is in its view. */
AVX512 ALWAYS_INLINE int take_mobiles(some_mobiles *m, const part *mobiles, uint64_t row, uint32_t rows,
                                      const smscore_join_rules *rules)
{
    const uint64_t at = mobiles->from + row;
    const int is_view = mobiles->layout == 'v';
    const uint8_t *view = mobiles->values + (is_view ? VIEW * at : 0);
    const int64_t start = is_view ? 0 : offset_at(mobiles, at),
                  width = is_view ? i32_at(view, 0) : offset_at(mobiles, at + 1) - start;
    m->text = is_view ? view + 4 : mobiles->data + start;
    m->step = is_view ? VIEW : (uint64_t)width;
    m->width = (uint32_t)width;
    m->rows = rows;
    return width >= LEAST_WIDTH && width <= (is_view ? INLINE_VIEW : MOST_WIDTH) && m->width >= rules->min_width &&
           m->width <= rules->max_width && have_width(mobiles, at, rows, width) && take_keys(m);
}

/* ---- texts -------------------------------------------------------------------------------------------------------- */

AVX512 ALWAYS_INLINE int is_ordinary(some_texts *t)
{
    seen_avx512 s = NOTHING_SEEN;
    some_bytes *bytes = t->bytes;
    uint64_t at = 0, before = 0;
    for (; at + LANES_512 <= t->size; at += LANES_512) {
        fetch((const void *)((uintptr_t)t->text + at + FETCHED_SOON));
        *bytes = (some_bytes){look_at_avx512(&s, _mm512_loadu_si512(t->text + at)), before};
        before += (uint64_t)__builtin_popcountll(bytes++->continuations);
    }
    *bytes = (some_bytes){0, before};
    if (at < t->size) {
        const uint64_t lanes = first_lanes(t->size - at);
        bytes->continuations = look_at_avx512(&s, _mm512_mask_loadu_epi8(EACH_BYTE(' '), lanes, t->text + at));
    }
    t->continuations = before + (uint64_t)__builtin_popcountll(bytes->continuations);
    return !to_do_avx512(&s);
}

/* Where texts begin and end. Returns how many bytes there are from the first on, or -1 where texts of views do not lie one
 * behind the other. */
ALWAYS_INLINE int64_t find_viewed(some_texts *t, const part *p, uint64_t at, uint32_t rows)
{
    const uint8_t *view = p->values + VIEW * at;
    const int64_t buffer = i32_at(view, 2), start = i32_at(view, 3);
    int64_t end = start, others = 0;
    for (uint32_t i = 0; i < rows; i++, view += VIEW) {
        const int64_t size = i32_at(view, 0);
        others |= (size <= INLINE_VIEW) | (i32_at(view, 2) ^ buffer) | (i32_at(view, 3) ^ end);
        end += size;
        t->ends[i] = (uint32_t)(end - start);
    }
    if (others || start < 0 || buffer < 0 || buffer >= p->variadic_count)
        return -1;
    t->text = (const uint8_t *)p->variadic[buffer] + start;
    t->size = (uint64_t)(end - start);
    return i64_at(p->sizes, (uint64_t)buffer) - start;
}

ALWAYS_INLINE int64_t find_texts(some_texts *t, const part *p, uint64_t at, uint32_t rows)
{
    if (p->layout == 'v')
        return find_viewed(t, p, at, rows);
    const int64_t start = offset_at(p, at);
    if (p->layout == 'U')
        for (uint32_t i = 0; i < rows; i++)
            t->ends[i] = (uint32_t)(i64_at(p->values, at + i + 1) - start);
    else
        for (uint32_t i = 0; i < rows; i++)
            t->ends[i] = (uint32_t)(i32_at(p->values, at + i + 1) - start);
    t->text = p->data + start;
    t->size = (uint64_t)(offset_at(p, at + rows) - start);
    return p->end - start;
}

/* Whether all are there, nothing is unusual, and they may be copied with what is behind them; `bytes` has room for `most`
 * of them. */
AVX512 ALWAYS_INLINE int take_texts(some_texts *t, const part *texts, uint64_t row, uint32_t rows, uint64_t most)
{
    const int64_t there = find_texts(t, texts, texts->from + row, rows);
    return there >= COPIED && t->size <= most && (int64_t)t->size <= there - COPIED && is_ordinary(t);
}

/* Whether what begins here begins inside a character. */
static inline uint64_t is_inside(const some_texts *t, uint64_t at)
{
    return t->bytes[at / LANES_512].continuations >> at % LANES_512 & 1;
}

/* Characters that begin before. */
AVX512 ALWAYS_INLINE uint64_t units_before(const some_texts *t, uint64_t at)
{
    const some_bytes *b = &t->bytes[at / LANES_512];
    return at - b->before - (uint64_t)__builtin_popcountll(_bzhi_u64(b->continuations, at % LANES_512));
}

/* ---- rows --------------------------------------------------------------------------------------------------------- */

/* Writes CR LF, unless it is the first of all rows, the mobile and a comma; returns where the content goes. */
AVX512 ALWAYS_INLINE uint8_t *write_mobile(uint8_t *out, const some_mobiles *m, uint32_t row, uint64_t rows_before)
{
    const __mmask16 lanes = (__mmask16)((1u << m->width) - 1);
    memcpy(out, "\r\n", 2);
    out += row || rows_before ? 2 : 0;
    _mm_storeu_si128((void *)out, _mm_mask_loadu_epi8(_mm_set1_epi8(','), lanes, m->text + row * m->step));
    return out + m->width + 1;
}

/* What has been written for some rows, while it is not known whether all was well. */
typedef struct {
    uint8_t *out;
    uint64_t segments;
    uint64_t wrong; /* the top bit: a content is empty; the lowest: a text begins inside a character */
} some_written;

static inline void end_row(some_written *w, const smscore_lines *lines, uint32_t row, uint64_t units)
{
    const uint64_t count = segments_of(units);
    w->wrong |= (units - 1) >> 63 << 63;
    lines->counts[lines->rows + row] = (uint32_t)count;
    lines->ends[lines->rows + row] = (uint32_t)(w->out - lines->out);
    w->segments += count;
}

/* The rows up to the first whose mobile has come; those before it have, now. */
static inline uint32_t list_new(smscore_seen *seen, const some_mobiles *m)
{
    uint32_t row = 0;
    for (; row < m->rows && !has_come(seen, m->keys[row]); row++)
        list_key(seen, m->keys[row]);
    return row;
}

/* The lines grow by what has been written. Returns by how many rows: none where something is wrong, and only those before
 * the first whose mobile has come. */
static inline uint32_t keep_written(const some_written *w, const some_mobiles *m, smscore_seen *seen, smscore_lines *lines)
{
    if (w->wrong >> 63 || w->wrong & 1)
        return 0;
    const uint32_t kept = seen ? list_new(seen, m) : m->rows;
    if (kept) {
        lines->segments += w->segments;
        for (uint32_t row = kept; row < m->rows; row++)
            lines->segments -= lines->counts[lines->rows + row];
        lines->rows += kept;
        lines->size = lines->ends[lines->rows - 1];
    }
    return kept;
}

/* Whether so many more bytes of lines may be written at all, and the mobiles listed. */
static inline int have_room(const smscore_join_rules *rules, const smscore_lines *lines, const smscore_seen *seen,
                            uint32_t rows, uint64_t more)
{
    const uint64_t most = lines->size + more;
    return most <= rules->full_at && most + COPIED <= lines->room && (!seen || seen->room - seen->used >= rows);
}

/* ---- and others --------------------------------------------------------------------------------------------------- */

typedef uint32_t (*some_writer)(const smscore_join_rules *rules, const column *mobiles, const void *source, uint32_t row,
                                uint32_t rows, smscore_seen *seen, smscore_lines *lines);
typedef uint32_t (*walker)(const smscore_join_rules *rules, const column *mobiles, const void *source, uint32_t row,
                           uint32_t stop, uint32_t first_row, smscore_index *index, smscore_lines *lines,
                           smscore_fault *faults, uint32_t *fault_count);

/* Ordinary rows and others, in any order. Behind others ever more are taken one by one before some are tried together. */
ALWAYS_INLINE uint32_t put_most_rows(const smscore_join_rules *rules, const column *mobiles, some_writer put_some,
                                     walker put_others, const void *source, uint32_t rows, uint32_t first_row,
                                     smscore_index *index, smscore_lines *lines, smscore_fault *faults,
                                     uint32_t *fault_count)
{
    smscore_seen *seen = index ? index->seen : NULL;
    for (uint32_t row = 0, apart = ORDINARY_ROWS; row < rows;) {
        const uint32_t left = rows - row, some = left < ORDINARY_ROWS ? left : ORDINARY_ROWS,
                       put = put_some(rules, mobiles, source, row, some, seen, lines);
        row += put;
        if (put == some) {
            apart = ORDINARY_ROWS;
            continue;
        }
        const uint32_t stop = rows - row < apart ? rows : row + apart;
        apart *= 2;
        row = put_others(rules, mobiles, source, row, stop, first_row, index, lines, faults, fault_count);
        if (row < stop)
            return row;
    }
    return rows;
}

/* Whether some may be tried together. */
static inline int may_be_ordinary(const column *c)
{
    return c->in_order || (c->rows.layout == 'v' && !c->dictionary.layout && !c->rows.validity);
}
#endif
