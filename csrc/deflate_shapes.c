/*
 * Shapes: most rows of a template have one of a few lengths, and rows of one length have their segments in one place.
 *
 * With the places known, a row takes one comparison with the last of its shape, which says at once where everything
 * is. A row whose segments stand elsewhere differs in a segment, and goes the long way.
 */
#include "deflate_reach.h"
#include "deflate_shapes.h"

/* A word at a time: most segments have several. */
static void set_bits(uint32_t *bits, uint32_t from, uint32_t end)
{
    for (uint32_t next; from < end; from = next) {
        next = (from | 31) + 1 < end ? (from | 31) + 1 : end;
        bits[from / 32] |= (uint32_t)((UINT64_C(1) << (next - from)) - 1) << from % 32;
    }
}

/* Remembers where the segments of a row are, unless it takes more than the short way. */
void smscore_keep_shape(deflater *d, template *t, const row *r, const uint32_t at[MAX_SEGMENTS])
{
    uint32_t key = smscore_is_constant(t, smscore_probe_at(r, TAIL)) ? tail_key(d, r) : head_key(d, r);
    shape *s = find_shape(d, key);
    uint32_t slot = key;
    if (!s) {
        for (uint32_t i = 0; d->by_shape[slot % SHAPE_SLOTS]; i++, slot++)
            if (i + 1 == SHAPE_TRIES)
                return;
        if (d->shapes == MAX_SHAPES)
            return;
        s = &d->shape[d->shapes];
    }
    shape made = {.of = t, .serial = t->serial, .size = r->end - r->comma, .last = r->comma, .count = t->count};
    uint32_t from = r->comma, most = MAX_MATCH - 3 - 8; /* with what it reaches */
    for (uint32_t i = 0; i < t->count; i++) {
        uint32_t size = t->segments[i].size, end = at[i] + size, next = i + 1 < t->count ? at[i + 1] : r->end;
        if (at[i] - from > LONG_VALUE || size > most)
            return;
        uint8_t before = at[i] - from >= 3 && is_wide(d->text[at[i] - 1]);
        uint8_t behind = next - end >= 3 && is_wide(d->text[end]);
        made.places[i] = (place){(uint16_t)(at[i] - from), (uint16_t)size, at[i] - r->comma};
        if (before | behind)
            made.text[made.texts++] = (text_place){neighbour_key(t, i), (uint16_t)i, before, behind, 0};
        set_bits(made.fixed, at[i] - r->comma, end - r->comma);
        from = end;
    }
    if (r->end - from > LONG_VALUE)
        return;
    made.places[t->count] = (place){(uint16_t)(r->end - from), 0, made.size};
    if (s == &d->shape[d->shapes])
        d->by_shape[slot % SHAPE_SLOTS] = (key & ~(uint32_t)SHAPE_NUMBER) | ++d->shapes;
    *s = made;
}
