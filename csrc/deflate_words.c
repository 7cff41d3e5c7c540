/*
 * Text of no template, and what is counted.
 *
 * The first rows of a template, rows of none, and long values are searched for words of four bytes that were seen
 * before in such text, as every deflate does: the last place of each word is in a table.
 */
#include "deflate_tokens.h"

/* ---- counting -------------------------------------------------------------------------------------------------- */

void smscore_count_tokens(deflater *d)
{
    uint32_t *n = d->seen.literal;
    const uint8_t *text = d->text + d->counted_text;
    for (const token *t = d->tokens + d->counted, *end = d->tokens + d->used; t < end; t++) {
        for (uint32_t i = 0; i < t->run; i++)
            n[text[i]]++;
        text += (size_t)t->run + t->length;
        if (t->length) {
            n[length_symbol(t->length)]++;
            d->seen.distance[distance_symbol(t->distance - 1)]++;
        }
    }
}

void smscore_begin_count(deflater *d)
{
    d->counted = d->used;
    d->counted_text = d->cursor;
}

void smscore_next_chunk(deflater *d, int counted)
{
    if (counted)
        smscore_count_tokens(d);
    smscore_flush_chunk(d);
    smscore_begin_count(d);
}

/* ---- words ----------------------------------------------------------------------------------------------------- */

enum { PIECE = 4096 };

ALWAYS_INLINE uint32_t word_slot(uint32_t word) { return word * UINT32_C(0x9E3779B1) >> 19; /* 13 bits: WORD_SLOTS */ }

static void put_piece(deflater *d, uint32_t at, uint32_t end)
{
    sink to = take_sink(d);
    while (at + WORD <= end) {
        uint32_t *slot = &d->words[word_slot(load32(d->text + at))], seen = *slot;
        *slot = at + 1;
        if (!seen || at - (seen - 1) > WINDOW || load32(d->text + seen - 1) != load32(d->text + at)) {
            at++;
            continue;
        }
        uint32_t from = seen - 1;
        uint32_t length = equal_bytes(d->text + from, d->text + at, end - at);
        put_match(&to, at, length, at - from);
        for (uint32_t i = at + 1; i < at + length && i + WORD <= end; i++)
            d->words[word_slot(load32(d->text + i))] = i + 1;
        at += length;
    }
    if (to.cursor < end)
        put_token(&to, end - to.cursor, 0, 0);
    to.cursor = end;
    give_sink(d, &to);
}

/* From the cursor to `end`. */
void smscore_put_text(deflater *d, uint32_t end, uint32_t number)
{
    while (d->cursor < end) {
        uint32_t to = end - d->cursor > PIECE ? d->cursor + PIECE : end;
        if (d->used + PIECE / WORD + 2 + SPARE > CHUNK_TOKENS || d->cursor - d->chunk > CHUNK_TEXT)
            smscore_next_chunk(d, is_counted(d, number));
        d->searched += to - d->cursor;
        put_piece(d, d->cursor, to);
    }
}
