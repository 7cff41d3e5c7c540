/*
 * A whole batch in one walk, from columns to the gzip member.
 *
 * Rows are joined or rendered some at a time, and compressed before the next: what one stage has written is still in the
 * nearest cache when the other reads it, and while rows are compressed, which takes long and needs no memory, that of the
 * next ones is fetched. Only what goes well is made here. A batch with a row that is refused, or one that another
 * compressor should have, is left to the stages by themselves, which say what is wrong with it.
 */
#include "column.h"

enum { SOME_ROWS = 256 };

static void begin(smscore_batch *b)
{
    b->lines->size = b->lines->rows = b->lines->segments = 0;
    smscore_forget(b->seen);
    smscore_begin_member(b->context, b->rows, b->mode, b->member);
}

/* So many rows more have been taken. */
static int32_t go_on(smscore_batch *b, uint32_t rows)
{
    b->taken += rows;
    if (b->taken < b->rows)
        return SMSCORE_TAKEN;
    b->member_size = smscore_end_member(b->context, b->member);
    return b->member_size ? SMSCORE_TAKEN : SMSCORE_GIVEN_UP;
}

static uint32_t some_of(uint32_t rows) { return rows < SOME_ROWS ? rows : SOME_ROWS; }

enum { FETCHED_MOST = 1 << 18 }; /* bytes ahead */

static smscore_ahead ahead_of(uintptr_t start, uint64_t size)
{
    return (smscore_ahead){start, start + (size < FETCHED_MOST ? size : FETCHED_MOST)};
}

/* The texts of some views, if the first and the last of them are in one buffer. */
static smscore_ahead viewed_ahead(const part *p, uint32_t rows)
{
    item first, last;
    const uint64_t end = p->from + rows - 1;
    if (viewed(p, p->from, &first) != FOUND || viewed(p, end, &last) != FOUND || first.size <= INLINE_VIEW ||
        last.size <= INLINE_VIEW || i32_at(p->values + VIEW * p->from, 2) != i32_at(p->values + VIEW * end, 2))
        return ahead_of(0, 0);
    return ahead_of((uintptr_t)first.text, (uintptr_t)last.text + last.size - (uintptr_t)first.text);
}

/* The texts of so many rows, where they lie one behind the other. Nothing is believed: what is fetched need not be there. */
static smscore_ahead texts_of(const smscore_column *c, uint32_t rows)
{
    const part p = part_of(c->array, c->from, c->layout);
    if (!rows || c->values || (p.layout != 'v' && !p.data))
        return ahead_of(0, 0);
    if (p.layout == 'v')
        return viewed_ahead(&p, rows);
    const uint64_t start = (uint64_t)offset_at(&p, p.from), end = (uint64_t)offset_at(&p, p.from + rows);
    return ahead_of((uintptr_t)p.data + (uintptr_t)start, end - start);
}

/* Where lines of so many rows will be written, or those of the next batch. */
static smscore_ahead lines_of(const smscore_batch *b, uint32_t rows)
{
    const smscore_lines *lines = b->lines;
    const uint64_t each = lines->size / lines->rows;
    if (!rows)
        return ahead_of((uintptr_t)lines->out, each * b->following);
    return ahead_of((uintptr_t)lines->out + lines->size, each * rows);
}

/* The lines have grown by `put` rows, which were to be `some`; of those that are left, `next` will be read. */
static int32_t take(const smscore_batch *b, uint32_t put, uint32_t some, uint32_t faults, uint32_t left, smscore_ahead next)
{
    const smscore_lines *lines = b->lines;
    if (put < some || faults)
        return SMSCORE_REFUSED;
    const int taken = smscore_take_rows(b->context, lines->out, lines->size, lines->ends, (uint32_t)lines->rows, next,
                                        lines_of(b, left));
    return taken ? SMSCORE_TAKEN : SMSCORE_GIVEN_UP;
}

/* Joins or renders the next rows; columns are moved on behind them. */
static uint32_t put_rows(const smscore_batch *b, smscore_column *mobiles, smscore_column *contents,
                         const smscore_template *text, uint32_t rows, smscore_fault *faults, uint32_t *fault_count)
{
    smscore_index index = {.seen = b->seen};
    const uint32_t put =
        text ? smscore_render(b->rules, mobiles, text, rows, 0, &index, b->lines, faults, fault_count)
             : smscore_join(b->rules, mobiles, contents, rows, 0, &index, b->lines, faults, fault_count);
    mobiles->from += rows;
    for (uint32_t i = 0; text && i < text->count; i++)
        text->variables[i].from += rows;
    if (!text)
        contents->from += rows;
    return put;
}

int32_t smscore_add_rows(smscore_batch *b, smscore_column *mobiles, smscore_column *contents, const smscore_template *text,
                         uint32_t rows)
{
    smscore_fault faults[SOME_ROWS];
    if (!b->taken)
        begin(b);
    for (uint32_t some, count, left = rows; left; left -= some) {
        some = some_of(left);
        const uint32_t put = put_rows(b, mobiles, contents, text, some, faults, &count);
        const smscore_ahead next = text ? ahead_of(0, 0) : texts_of(contents, left - some + b->following);
        const int32_t taken = take(b, put, some, count, left - some, next);
        if (taken != SMSCORE_TAKEN)
            return taken;
    }
    return go_on(b, rows);
}
