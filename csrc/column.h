#pragma once
/*
 * A column, and how an item of it is found in the column's own memory, whatever its layout:
 * https://arrow.apache.org/docs/format/Columnar.html. Buffers may lie at any address, so they are read with memcpy.
 */
#include "common.h"

/* ---- a column ----------------------------------------------------------------------------------------------------- */

enum { INLINE_VIEW = 12, VIEW = 16, MOST_DIGITS = 24 /* written in eights */, DIGITS_ROOM = MOST_DIGITS + 16 };

/* Some rows of an array, and what is asked of it for each of them. */
typedef struct {
    const uint8_t *validity; /* a bit for each row, or NULL where all are there */
    const uint8_t *values;   /* offsets, views, integers or keys */
    const uint8_t *data;     /* that offsets point into */
    const void **variadic;   /* that views point into, `sizes` tells how large they are */
    const uint8_t *sizes;
    int64_t variadic_count;
    int64_t end; /* the last offset */
    uint64_t from;
    uint64_t length;
    uint64_t behind; /* rows there are, behind the offset or before it */
    uint32_t layout;
} part;

typedef struct {
    part rows;
    part dictionary; /* without layout where there is none */
    int in_order;    /* all rows that will be asked for are */
} column;

typedef enum { FOUND, ABSENT, OUTSIDE } found;

typedef struct {
    const uint8_t *text;
    uint64_t size;
    uint64_t readable; /* bytes from `text` on that are memory of the column, whatever is in them */
} item;

static inline int64_t i32_at(const uint8_t *values, uint64_t i)
{
    int32_t value;
    memcpy(&value, values + i * sizeof value, sizeof value);
    return value;
}

static inline int64_t i64_at(const uint8_t *values, uint64_t i)
{
    int64_t value;
    memcpy(&value, values + i * sizeof value, sizeof value);
    return value;
}

static inline part part_of(const struct ArrowArray *array, uint64_t from, uint32_t layout)
{
    part p = {.from = (uint64_t)array->offset + from, .length = (uint64_t)array->length, .layout = layout};
    if (layout == 'n')
        return p;
    p.behind = (uint64_t)(array->offset + array->length);
    p.validity = array->buffers[0];
    p.values = array->buffers[1];
    if (layout == 'v') {
        p.variadic = array->buffers + 2;
        p.variadic_count = array->n_buffers - 3;
        p.sizes = array->buffers[array->n_buffers - 1];
    } else if (layout == 'u' || layout == 'U') {
        p.data = array->buffers[2];
        if (array->length)
            p.end = layout == 'u' ? i32_at(p.values, p.behind) : i64_at(p.values, p.behind);
    }
    return p;
}

static inline int64_t offset_at(const part *p, uint64_t at)
{
    return p->layout == 'U' ? i64_at(p->values, at) : i32_at(p->values, at);
}

/* In the top bit: whether one of the offsets is negative, or one of the steps between them. */
static inline uint64_t backwards(const part *p, uint64_t at, uint64_t count)
{
    uint64_t all = 0;
    if (p->layout == 'U')
        for (uint64_t i = at; i < at + count; i++)
            all |= (uint64_t)i64_at(p->values, i) | ((uint64_t)i64_at(p->values, i + 1) - (uint64_t)i64_at(p->values, i));
    else
        for (uint64_t i = at; i < at + count; i++)
            all |= (uint64_t)(i32_at(p->values, i) | (i32_at(p->values, i + 1) - i32_at(p->values, i)));
    return all >> 63;
}

/* Whether items that offsets point to are all there and within the data: nothing more need be asked of each of them. */
static inline int is_in_order(const part *p, uint64_t row, uint64_t count)
{
    const uint64_t at = p->from + row;
    return (p->layout == 'u' || p->layout == 'U') && !p->validity && p->data && count &&
           !backwards(p, at, count) && offset_at(p, at + count) <= p->end;
}

static inline column open_column(const smscore_column *described)
{
    column c = {.rows = part_of(described->array, described->from, described->layout)};
    if (described->values)
        c.dictionary = part_of(described->array->dictionary, 0, described->values);
    return c;
}

/* The same, when all of so many rows will be asked for. */
static inline column open_rows(const smscore_column *described, uint64_t rows)
{
    column c = open_column(described);
    c.in_order = !described->values && is_in_order(&c.rows, 0, rows);
    return c;
}

/* ---- an item ------------------------------------------------------------------------------------------------------ */

static inline int is_absent(const part *p, uint64_t at)
{
    return p->layout == 'n' || (p->validity && !(p->validity[at / 8] >> at % 8 & 1));
}

static inline found between(const part *p, int64_t start, int64_t stop, item *it)
{
    if (start < 0 || stop < start || stop > p->end)
        return OUTSIDE;
    it->size = (uint64_t)(stop - start);
    it->readable = p->data ? (uint64_t)(p->end - start) : 0;
    it->text = p->data ? p->data + start : p->values; /* without data, all are empty */
    return p->data || !it->size ? FOUND : OUTSIDE;
}

/* A view: its size, then the text itself or four bytes of it, the number of a buffer and the offset in that. */
static inline found viewed(const part *p, uint64_t at, item *it)
{
    const uint8_t *view = p->values + VIEW * at;
    int64_t size = i32_at(view, 0), buffer = i32_at(view, 2), start = i32_at(view, 3);
    if (size < 0)
        return OUTSIDE;
    it->size = (uint64_t)size;
    if (size <= INLINE_VIEW) {
        it->text = view + 4;
        it->readable = VIEW * (p->behind - at) - 4;
        return FOUND;
    }
    if (buffer < 0 || buffer >= p->variadic_count || start < 0 || start > i64_at(p->sizes, (uint64_t)buffer) - size)
        return OUTSIDE;
    it->text = (const uint8_t *)p->variadic[buffer] + start;
    it->readable = (uint64_t)(i64_at(p->sizes, (uint64_t)buffer) - start);
    return FOUND;
}

static inline found text_at(const part *p, uint64_t row, item *it)
{
    uint64_t at = p->from + row;
    if (is_absent(p, at))
        return ABSENT;
    switch (p->layout) {
    case 'u': return between(p, i32_at(p->values, at), i32_at(p->values, at + 1), it);
    case 'U': return between(p, i64_at(p->values, at), i64_at(p->values, at + 1), it);
    default: return viewed(p, at, it);
    }
}

/* An integer of any width; `negative` when it is. */
static inline uint64_t integer_at(const part *p, uint64_t at, int *negative)
{
    uint16_t two;
    uint64_t bits;
    switch (p->layout) {
    case 'c': bits = (uint64_t)(int8_t)p->values[at]; break;
    case 'C': return p->values[at];
    case 's': memcpy(&two, p->values + 2 * at, sizeof two); bits = (uint64_t)(int16_t)two; break;
    case 'S': memcpy(&two, p->values + 2 * at, sizeof two); return two;
    case 'i': bits = (uint64_t)i32_at(p->values, at); break;
    case 'I': return (uint32_t)i32_at(p->values, at);
    case 'l': bits = (uint64_t)i64_at(p->values, at); break;
    default: return (uint64_t)i64_at(p->values, at);
    }
    *negative = bits >> 63 != 0;
    return *negative ? 0 - bits : bits;
}

static inline found keyed(const column *c, uint64_t row, item *it)
{
    uint64_t at = c->rows.from + row;
    int negative = 0;
    if (is_absent(&c->rows, at))
        return ABSENT;
    uint64_t key = integer_at(&c->rows, at, &negative);
    return negative || key >= c->dictionary.length ? OUTSIDE : text_at(&c->dictionary, key, it);
}

static inline found item_at(const column *c, uint64_t row, item *it)
{
    if (c->in_order) {
        const uint64_t at = c->rows.from + row;
        const int64_t start = offset_at(&c->rows, at);
        *it = (item){c->rows.data + start, (uint64_t)(offset_at(&c->rows, at + 1) - start), (uint64_t)(c->rows.end - start)};
        return FOUND;
    }
    return c->dictionary.layout ? keyed(c, row, it) : text_at(&c->rows, row, it);
}

static inline int is_text(uint32_t layout) { return layout == 'u' || layout == 'U' || layout == 'v' || layout == 'n'; }

#if defined(__GNUC__) && defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
/* The eight digits of a number below 10^8, a byte each, the first one lowest: fours, then pairs, then each. */
static inline uint64_t eight_digits_of(uint64_t number)
{
    uint64_t fours = number / 10000 | number % 10000 << 32;
    uint64_t hundreds = (fours * 10486 >> 20) & UINT64_C(0x0000007F0000007F);
    uint64_t pairs = hundreds | (fours - 100 * hundreds) << 16;
    uint64_t tens = (pairs * 103 >> 10) & UINT64_C(0x000F000F000F000F);
    return tens | (pairs - 10 * tens) << 8;
}

/* Writes the digits of a number before `end`, and zeros before them; returns where the number begins. */
static inline uint8_t *put_digits(uint8_t *end, uint64_t number)
{
    for (;;) {
        const uint64_t digits = eight_digits_of(number % 100000000), text = digits | UINT64_C(0x3030303030303030);
        end -= sizeof text;
        memcpy(end, &text, sizeof text);
        number /= 100000000;
        if (!number)
            return end + (digits ? __builtin_ctzll(digits) / 8 : 7);
    }
}
#else
static inline uint8_t *put_digits(uint8_t *end, uint64_t number)
{
    do
        *--end = (uint8_t)('0' + number % 10);
    while (number /= 10);
    return end;
}
#endif

/* The decimal digits of an integer, written to `room` with 16 bytes behind them. */
static inline found digits_at(const part *p, uint64_t row, uint8_t room[DIGITS_ROOM], item *it)
{
    uint64_t at = p->from + row;
    int negative = 0;
    if (is_absent(p, at))
        return ABSENT;
    uint64_t number = integer_at(p, at, &negative);
    uint8_t *start = put_digits(room + MOST_DIGITS, number);
    if (negative)
        *--start = '-';
    it->text = start;
    it->size = (uint64_t)(room + MOST_DIGITS - start);
    it->readable = it->size + 16;
    return FOUND;
}

static inline int is_of_integers(const column *c) { return !c->dictionary.layout && !is_text(c->rows.layout); }

/* The bytes of a text or the digits of an integer, which are written to `room`. */
static inline found text_or_digits_at(const column *c, uint64_t row, uint8_t room[DIGITS_ROOM], item *it)
{
    if (c->in_order || !is_of_integers(c))
        return item_at(c, row, it);
    return digits_at(&c->rows, row, room, it);
}
