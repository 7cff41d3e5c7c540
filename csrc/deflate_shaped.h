#pragma once
/* A row of a known shape: one comparison with the last row of its shape says where everything is. */
#include "deflate_reach.h"
#include "deflate_shapes.h"

/* True when a row has all the segments where the shape has them, and a last row near enough to copy from. */
ALWAYS_INLINE int fits(const deflater *d, const shape *s, const row *r, int special)
{
    const uint8_t *text = d->text + r->comma, *last = d->text + s->last;
    if (r->end - r->comma != s->size || s->of->serial != s->serial || r->comma - s->of->from > WINDOW - SHAPE_TEXT)
        return 0;
#ifdef SMSCORE_X86
    if (special == WIDE)
        return fits_avx512(s, text, last);
    if (special)
        return fits_avx2(s, text, last);
#else
    (void)special;
#endif
    return fits_portable(s, text, last);
}

/* The shape that a row has, or NULL. */
ALWAYS_INLINE shape *shape_of(deflater *d, const row *r, int special)
{
    if (r->end - r->comma < SHORT_ROW)
        return NULL;
    shape *s = find_shape(d, tail_key(d, r));
    if (!s)
        s = find_shape(d, head_key(d, r));
    return s && fits(d, s, r, special) ? s : NULL;
}

/* How often it may fail in a shape at first; where it has failed often in the shapes before, a few times will do. */
enum { FIRST_MISSES = 32, MANY_MISSES = 384, FEW_MISSES = 8 };

/* Looking up what stands beside a segment is given up, in fast mode, where it fails for more than every fourth row. False
 * when it is. */
static int still_pays(deflater *d, shape *s, text_place *here)
{
    const uint32_t first = ++d->missed < MANY_MISSES ? FIRST_MISSES : FEW_MISSES;
    here->missed++;
    if (d->dense || here->missed <= first || here->missed <= s->rows / 4)
        return 1;
    text_place *end = &s->text[--s->texts];
    memmove(here, here + 1, (size_t)(end - here) * sizeof *here);
    return 0;
}

/* The match for a segment becomes another one, which takes bytes of the values beside it along; `run` is what is left of
 * the value before it. Tokens just written together are not read back, which would wait for them. Returns how many bytes
 * it took of the value behind it, or NOWHERE where it did not pay. */
ALWAYS_INLINE uint32_t stretch(deflater *d, const shape *s, const row *r, token *tokens, const text_place *here,
                               uint32_t run)
{
    const place *p = &s->places[here->number];
    const int before = here->before && run >= 3;
    const reach found = find_reach(d, here->key, p->length, r->comma + p->at, 0, before, here->behind);
    if (!found.back)
        return NOWHERE;
    token *now = tokens + here->number;
    now->run = (uint16_t)(run - found.left);
    now->length = (uint16_t)(p->length + found.left + found.right);
    now->distance = found.back;
    now[1].run = (uint16_t)(s->places[here->number + 1].run - found.right);
    return found.right;
}

/* Those segments beside which there is text. */
ALWAYS_INLINE void stretch_all(deflater *d, shape *s, const row *r, token *tokens, uint32_t start)
{
    uint32_t taken = 0, from = NOWHERE; /* of the value before which segment */
    for (uint32_t i = 0; i < s->texts;) {
        text_place *here = &s->text[i];
        uint32_t run = s->places[here->number].run + (here->number ? 0 : start) - (here->number == from ? taken : 0);
        uint32_t right = stretch(d, s, r, tokens, here, run);
        from = here->number + 1u;
        taken = right == NOWHERE ? 0 : right;
        i += right != NOWHERE || still_pays(d, s, here);
    }
}

/* Values of which a part may have been seen before: they are searched for words. */
static void put_among_words(deflater *d, sink *to, const token *tokens, uint32_t count, uint32_t number)
{
    for (const token *t = tokens; t < tokens + count; t++) {
        uint32_t at = to->cursor + t->run;
        if (t->run > WORD && is_wide(d->text[to->cursor])) {
            give_sink(d, to);
            smscore_put_text(d, at, number);
            *to = take_sink(d);
        }
        put_match(to, at, t->length, t->distance);
    }
}

ALWAYS_INLINE void put_shaped(deflater *d, sink *to, shape *s, const row *r, int special)
{
    token apart[MAX_SEGMENTS + AT_A_TIME], *tokens = d->dense ? apart : to->next;
    copy_segments(s, r, tokens, special);
    const uint32_t start = r->comma - to->cursor; /* what stands before the comma */
    tokens[0].run = (uint16_t)(s->places[0].run + start);
    tokens[s->count].run = s->places[s->count].run;
    stretch_all(d, s, r, tokens, start);
    uint32_t matched = r->end - tokens[s->count].run;
    if (d->dense)
        put_among_words(d, to, tokens, s->count, r->number);
    else
        to->next += s->count;
    to->cursor = matched;
    if (s->of->to_end) {
        uint32_t over = reach_over(d, r, matched - to->next[-1].distance, special);
        to->next[-1].length = (uint16_t)(to->next[-1].length + over);
        to->cursor += over;
    } else {
        put_break(d, to, r, special);
    }
    s->of->from = s->last = r->comma;
    s->of->to = r->end;
    s->of->rows++;
    s->rows++;
}
