/*
 * The lines of a batch, from two Arrow columns: https://arrow.apache.org/docs/format/Columnar.html.
 *
 * An item is found in the column's own memory, whatever its layout, and copied once. Buffers may lie at any address, so
 * they are read with memcpy. A row is written straight behind the last good one; when it turns out to be faulty, `size`
 * simply does not move, and the next row is written over it. A mobile enters the index only with its row, so a refused
 * row never makes a later good one a duplicate.
 */
#include "rows.h"

/* ---- a column ----------------------------------------------------------------------------------------------------- */

enum { INLINE_VIEW = 12, VIEW = 16, MOST_DIGITS = 21 };

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
    uint32_t layout;
} part;

typedef struct {
    part rows;
    part dictionary; /* without layout where there is none */
} column;

typedef enum { FOUND, ABSENT, OUTSIDE } found;

typedef struct {
    const uint8_t *text;
    uint64_t size;
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

static part part_of(const struct ArrowArray *array, uint64_t from, uint32_t layout)
{
    part p = {.from = (uint64_t)array->offset + from, .length = (uint64_t)array->length, .layout = layout};
    if (layout == 'n')
        return p;
    const uint64_t behind = (uint64_t)(array->offset + array->length);
    p.validity = array->buffers[0];
    p.values = array->buffers[1];
    if (layout == 'v') {
        p.variadic = array->buffers + 2;
        p.variadic_count = array->n_buffers - 3;
        p.sizes = array->buffers[array->n_buffers - 1];
    } else if (layout == 'u' || layout == 'U') {
        p.data = array->buffers[2];
        if (array->length)
            p.end = layout == 'u' ? i32_at(p.values, behind) : i64_at(p.values, behind);
    }
    return p;
}

static column open_column(const smscore_column *described)
{
    column c = {.rows = part_of(described->array, described->from, described->layout)};
    if (described->values)
        c.dictionary = part_of(described->array->dictionary, 0, described->values);
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
        return FOUND;
    }
    if (buffer < 0 || buffer >= p->variadic_count || start < 0 || start > i64_at(p->sizes, (uint64_t)buffer) - size)
        return OUTSIDE;
    it->text = (const uint8_t *)p->variadic[buffer] + start;
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
static uint64_t integer_at(const part *p, uint64_t at, int *negative)
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

static found keyed(const column *c, uint64_t row, item *it)
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
    return c->dictionary.layout ? keyed(c, row, it) : text_at(&c->rows, row, it);
}

static int is_text(uint32_t layout) { return layout == 'u' || layout == 'U' || layout == 'v' || layout == 'n'; }

/* The decimal digits of an integer, written to the end of `room`. */
static found digits_at(const part *p, uint64_t row, uint8_t room[MOST_DIGITS], item *it)
{
    uint64_t at = p->from + row;
    uint8_t *start = room + MOST_DIGITS;
    int negative = 0;
    if (is_absent(p, at))
        return ABSENT;
    uint64_t number = integer_at(p, at, &negative);
    do
        *--start = (uint8_t)('0' + number % 10);
    while (number /= 10);
    if (negative)
        *--start = '-';
    it->text = start;
    it->size = (uint64_t)(room + MOST_DIGITS - start);
    return FOUND;
}

/* ---- rows --------------------------------------------------------------------------------------------------------- */

static int32_t take_mobile(const column *mobiles, uint64_t row, uint8_t room[MOST_DIGITS], smscore_mobile *m)
{
    item it = {room, 0};
    found how = is_text(mobiles->rows.layout) || mobiles->dictionary.layout ? item_at(mobiles, row, &it)
                                                                            : digits_at(&mobiles->rows, row, room, &it);
    *m = (smscore_mobile){it.text, it.size, 1};
    return how == FOUND ? SMSCORE_OK : how == ABSENT ? SMSCORE_MOBILE_NULL : SMSCORE_MOBILE_OUTSIDE;
}

/* Writes the row behind the lines there are; they only grow when all of it is good. */
static int32_t put_row(const smscore_mobile *m, const column *contents, uint64_t row, const smscore_join_rules *rules,
                       smscore_lines *lines, int64_t *offset)
{
    item it = {NULL, 0};
    found how = item_at(contents, row, &it);
    if (how != FOUND)
        return how == ABSENT ? SMSCORE_CONTENT_NULL : SMSCORE_CONTENT_OUTSIDE;
    smscore_copied done = {begin_row(lines, m), 0, 0, SMSCORE_OK};
    smscore_put_utf8(&done, it.text, it.size, rules);
    if (done.code == SMSCORE_OK)
        keep_row(lines, done.out, done.units);
    else
        *offset = (int64_t)done.offset;
    return done.code;
}

uint64_t smscore_join_bound(const smscore_join_rules *rules, const smscore_column *contents, uint32_t rows)
{
    const column right = open_column(contents);
    const uint64_t most = UINT64_C(1) << 40; /* far beyond a batch, and too little for the sum to wrap */
    uint64_t sum = 0;
    for (uint32_t row = 0; row < rows; row++) {
        item it = {NULL, 0};
        if (item_at(&right, row, &it) == FOUND)
            sum += it.size < most ? it.size : most;
    }
    return 2 * sum + (rules->max_width + 3 /* CR LF and comma */) * (uint64_t)rows + SMSCORE_STORED_OVER;
}

int32_t smscore_join(const smscore_join_rules *rules,
                     const smscore_column *mobiles, const smscore_column *contents,
                     uint32_t rows, uint32_t first_row,
                     smscore_index *index, smscore_lines *lines,
                     smscore_fault *faults, uint32_t *fault_count)
{
    *fault_count = 0;
    if (index && !smscore_has_room(index, rows))
        return SMSCORE_INDEX_FULL;
    clear_upper_halves();

    const column left = open_column(mobiles), right = open_column(contents);
    uint8_t room[MOST_DIGITS];
    for (uint32_t row = 0; row < rows; row++) {
        smscore_fault fault = {(int64_t)first_row + row, 0, -1, SMSCORE_OK};
        smscore_place where = {NULL, 0};
        smscore_mobile m;
        fault.code = take_mobile(&left, row, room, &m);
        if (fault.code == SMSCORE_OK)
            fault.code = check_mobile(&m, rules, &fault.offset);
        if (fault.code == SMSCORE_OK && index)
            fault.code = smscore_find_place(index, m.key, &where, &fault.other);
        if (fault.code == SMSCORE_OK)
            fault.code = put_row(&m, &right, row, rules, lines, &fault.offset);
        if (fault.code != SMSCORE_OK)
            faults[(*fault_count)++] = fault;
        else if (index)
            smscore_take_place(&where, m.key, first_row + row);
    }
    return SMSCORE_OK;
}
