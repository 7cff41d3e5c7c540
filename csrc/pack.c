/*
 * A whole batch in one call, from columns to the value of a form.
 *
 * Rows are joined or rendered some at a time, and compressed before the next: what one stage has written is still in the
 * nearest cache when the next one reads it. Only what goes well is made here. A batch with a row that is refused, or one
 * that another compressor should have, is left to the stages by themselves, which say what is wrong with it.
 */
#include "common.h"

enum { SOME_ROWS = 256 };

/* The columns of the batch, from the next row on. */
typedef struct {
    smscore_column mobiles;
    smscore_column contents;
    smscore_template text;
    smscore_column variables[SMSCORE_MOST_VARIABLES];
} rest;

static void open_rest(rest *r, const smscore_batch *b)
{
    r->mobiles = *b->mobiles;
    if (b->contents)
        r->contents = *b->contents;
    if (b->text) {
        r->text = *b->text;
        memcpy(r->variables, b->text->variables, b->text->count * sizeof *r->variables);
        r->text.variables = r->variables;
    }
}

static void advance(rest *r, const smscore_batch *b, uint32_t rows)
{
    r->mobiles.from += rows;
    r->contents.from += rows;
    for (uint32_t i = 0; b->text && i < b->text->count; i++)
        r->variables[i].from += rows;
}

/* False where not all of them are good. */
static int put_some(rest *r, const smscore_batch *b, uint32_t done, uint32_t some)
{
    smscore_fault faults[SOME_ROWS];
    uint32_t fault_count = 0, put;
    if (b->text)
        put = smscore_render(b->rules, &r->mobiles, &r->text, some, done, b->index, b->lines, faults, &fault_count);
    else
        put = smscore_join(b->rules, &r->mobiles, &r->contents, some, done, b->index, b->lines, faults, &fault_count);
    advance(r, b, some);
    return put == some && !fault_count;
}

static uint64_t compress(const smscore_batch *b, uint8_t *member)
{
    const smscore_lines *lines = b->lines;
    const smscore_pieces none = {NULL, NULL, 0};
    rest r;
    open_rest(&r, b);
    smscore_begin_member(b->context, b->rows, b->pieces ? b->pieces : &none, b->mode, member);
    for (uint32_t done = 0, some; done < b->rows; done += some) {
        some = b->rows - done < SOME_ROWS ? b->rows - done : SOME_ROWS;
        if (!put_some(&r, b, done, some) ||
            !smscore_take_rows(b->context, lines->out, lines->size, lines->ends, done + some))
            return 0;
    }
    return smscore_end_member(b->context, member);
}

uint64_t smscore_pack(const smscore_batch *b, uint8_t *member, uint8_t *out)
{
    const uint64_t size = b->rows ? compress(b, member) : 0;
    return size ? smscore_encode_form(b->form_table, member, size, b->rules->portable, out) : 0;
}
