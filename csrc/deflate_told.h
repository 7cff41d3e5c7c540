#pragma once
/* A row whose segments are told: they are where the caller says, and nothing is compared. */
#include "deflate_reach.h"

/* The row is the last of its template now. */
ALWAYS_INLINE void remember(template *t, const row *r, const uint32_t at[MAX_SEGMENTS])
{
    for (uint32_t i = 0; i < t->count; i++)
        t->segments[i].last = at[i];
    t->from = r->comma;
    t->to = r->end;
    t->rows++;
}

ALWAYS_INLINE void put_piece(deflater *d, sink *to, segment *s, uint64_t key, uint32_t at, uint32_t next)
{
    const uint32_t end = at + s->size;
    const int before = at - to->cursor >= 3 && is_wide(d->text[at - 1]), behind = next - end >= 3 && is_wide(d->text[end]);
    const reach found = find_reach(d, key, s->size, at, at - s->last, before, behind);
    s->last = at;
    if (found.back <= WINDOW)
        put_match(to, at - found.left, found.left + s->size + found.right, found.back);
}

ALWAYS_INLINE void put_told(deflater *d, sink *to, uint32_t number, int special)
{
    template *t = d->template;
    const row r = {number ? d->ends[number - 1] + 2 : 0, 0, d->ends[number], number};
    const uint32_t count = t->count, *at = d->places + (size_t)number * count;
    if (!t->rows || r.end - r.start >= LONG_ROW) {
        give_sink(d, to);
        smscore_put_text(d, r.end, number);
        *to = take_sink(d);
        remember(t, &r, at);
        return;
    }
    uint64_t key = neighbour_key(t, 0);
    for (uint32_t i = 0; i < count; i++, key += NEXT_SEGMENT) {
        if (at[i] - to->cursor > LONG_WORDS)
            put_value(d, to, at[i], number);
        put_piece(d, to, &t->segments[i], key, at[i], i + 1 < count ? at[i + 1] : r.end);
    }
    if (to->cursor == r.end)
        reach_out(d, to, &r, special);
    else if (r.end - to->cursor <= LONG_VALUE)
        put_break(d, to, &r, special);
}
