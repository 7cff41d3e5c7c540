/*
 * Second stage: rows to tokens.
 *
 * A row is tried against the templates that its probes name. Segment after segment is looked for behind the one
 * before - by its first three bytes, then compared as a whole with where it stood last - so a segment found is a match
 * whatever the template was made of. What lies between segments are literals.
 *
 * Beside a value, a match may take more than its segment. Where the segment stood last beside the same three bytes -
 * the same character of a name - it stands in a table; a match from there takes the character along. And the last
 * segment takes CR LF with it and what all mobiles begin with.
 *
 * Text of no template is searched for words of four bytes seen before, as every deflate does.
 */
#include "deflate_compare.h"
#include "deflate_reach.h"
#include "deflate_shapes.h"

/* ---- a row of a template --------------------------------------------------------------------------------------- */

/* Where the segments stand in the row; false where one does not. */
ALWAYS_INLINE int locate(const deflater *d, const template *t, const row *r, uint32_t at[MAX_SEGMENTS], int special)
{
    uint32_t from = r->comma, floating = (uint32_t)t->count - t->to_end;
    if (r->end - r->comma > t->most)
        return 0;
    for (uint32_t i = 0; i < floating; i++) {
        at[i] = find_segment(d->text, from, r->end, &t->segments[i], special);
        if (at[i] == NOWHERE)
            return 0;
        from = at[i] + t->segments[i].size;
    }
    if (!t->to_end)
        return 1;
    const segment *last = &t->segments[floating];
    if (r->end - from < last->size)
        return 0;
    at[floating] = r->end - last->size;
    return is_same(d->text + at[floating], d->text + last->last, last->size, special);
}

/* After a row that ends with a value: CR LF and what mobiles begin with, from the row before. */
ALWAYS_INLINE void put_break(const deflater *d, sink *to, const row *r, int special)
{
    if (!r->number || d->shared < 3 || to->cursor > r->end)
        return;
    uint32_t before = d->ends[r->number - 1], over = reach_over(d, r, before, special);
    if (over > 4 && r->end - before <= WINDOW) {
        put_token(to, r->end - to->cursor, over, r->end - before);
        to->cursor = r->end + over;
    }
}

/* The row is the last of its template now. */
ALWAYS_INLINE void remember(template *t, const row *r, const uint32_t at[MAX_SEGMENTS])
{
    for (uint32_t i = 0; i < t->count; i++)
        t->segments[i].last = at[i];
    t->from = r->comma;
    t->to = r->end;
    t->rows++;
}

/* The last match ends with the row: it takes CR LF along and what mobiles begin with. */
ALWAYS_INLINE void reach_out(const deflater *d, sink *to, const row *r, int special)
{
    token *last = to->next - 1;
    uint32_t over = reach_over(d, r, r->end - last->distance, special), most = MAX_MATCH - last->length;
    over = over < most ? over : most;
    last->length = (uint16_t)(last->length + over);
    to->cursor += over;
}

/* The text before a segment is a value; a long one is searched for words. */
ALWAYS_INLINE void put_value(deflater *d, sink *to, uint32_t end, uint32_t number)
{
    const uint32_t size = end - to->cursor;
    if (size > LONG_WORDS && (size > LONG_VALUE || is_wide(d->text[to->cursor]))) {
        give_sink(d, to);
        smscore_put_text(d, end, number);
        *to = take_sink(d);
    }
}

ALWAYS_INLINE void put_row(deflater *d, sink *to, template *t, const row *r, const uint32_t *at, int special)
{
    for (uint32_t i = 0; i < t->count; i++) {
        const segment *s = &t->segments[i];
        const uint32_t end = at[i] + s->size, next = i + 1 < t->count ? at[i + 1] : r->end;
        const int before = at[i] - to->cursor >= 3 && is_wide(d->text[at[i] - 1]);
        const int behind = next - end >= 3 && is_wide(d->text[end]);
        const reach found = find_reach(d, neighbour_key(t, i), s->size, at[i], at[i] - s->last, before, behind);
        put_value(d, to, at[i] - found.left, r->number);
        if (found.back <= WINDOW)
            put_match(to, at[i] - found.left, found.left + s->size + found.right, found.back);
    }
    if (to->cursor == r->end)
        reach_out(d, to, r, special);
    remember(t, r, at);
}

/* ---- a row whose segments are told ----------------------------------------------------------------------------- */

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
    for (uint32_t i = 0; i < count; i++, key += UINT64_C(2) << 24) {
        if (at[i] - to->cursor > LONG_WORDS)
            put_value(d, to, at[i], number);
        put_piece(d, to, &t->segments[i], key, at[i], i + 1 < count ? at[i + 1] : r.end);
    }
    if (to->cursor == r.end)
        reach_out(d, to, &r, special);
    else if (r.end - to->cursor <= LONG_VALUE)
        put_break(d, to, &r, special);
}

/* ---- a row of a known shape ------------------------------------------------------------------------------------ */

/* True when a row has all the segments where the shape has them, and a last row near enough to copy from. */
ALWAYS_INLINE int fits(const deflater *d, const shape *s, const row *r, int special)
{
    const uint8_t *text = d->text + r->comma, *last = d->text + s->last;
    if (r->end - r->comma != s->size || s->of->serial != s->serial || r->comma - s->of->from > WINDOW - SHAPE_TEXT)
        return 0;
#ifdef SMSCORE_X86
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

enum { FIRST_MISSES = 32 };

/* Looking up what stands beside a segment is given up, in fast mode, where it fails as often as not. False when it is. */
static int still_pays(const deflater *d, shape *s, text_place *here)
{
    here->missed++;
    if (d->dense || here->missed <= FIRST_MISSES || here->missed <= s->rows / 4)
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
    s->rows++;
}

/* ---- rows ------------------------------------------------------------------------------------------------------ */

enum { SIBLINGS = 6, LIKELY_SIBLINGS = 2 };

/* A template that fits, with the places of its segments; NULL where none does. */
ALWAYS_INLINE template *try_probe(deflater *d, const row *r, uint32_t probe, uint32_t at[MAX_SEGMENTS], int special)
{
    uint32_t named = d->by_probe[smscore_probe(d, r, probe)];
    for (uint32_t tried = 0; named && tried < SIBLINGS; tried++) {
        template *t = &d->template[named - 1];
        if (locate(d, t, r, at, special))
            return t;
        named = t->siblings[probe];
    }
    return NULL;
}

/* A template narrowed or made for the row; out of the way of the rows that have one. */
static template *fit_template(deflater *d, const row *r, uint32_t at[MAX_SEGMENTS])
{
    const template *last = NULL;
    for (uint32_t probe = 0; probe < PROBES; probe++) {
        uint32_t named = d->by_probe[smscore_probe(d, r, probe)];
        for (uint32_t tried = 0; named && tried < LIKELY_SIBLINGS; tried++) {
            template *t = &d->template[named - 1];
            if (t != last && smscore_narrow(d, t, r) && locate(d, t, r, at, 0))
                return t;
            named = t->siblings[probe];
            last = t;
        }
    }
    template *made = smscore_learn(d, r);
    return made && locate(d, made, r, at, 0) ? made : NULL;
}

/* Searching for words takes several times as long as another compressor takes for all. How much of the text may need
 * it: almost all while the first rows are learned from, less later on, little in the end. */
enum { FIRST_TRIAL = 32, SECOND_TRIAL = 256, MANY_ROWS = 2048 };

/* Bytes that mobiles begin with, as far as the first ones tell: no more than that is compared. */
static uint32_t shared_start(const deflater *d, uint32_t rows)
{
    uint32_t shared = 6;
    for (uint32_t i = 1; i < rows && i < FIRST_TRIAL && shared; i++) {
        uint32_t start = d->ends[i - 1] + 2, most = d->ends[i] - start < shared ? d->ends[i] - start : shared;
        shared = equal_bytes(d->text, d->text + start, most);
    }
    return shared;
}

static int searches_more(const deflater *d, uint32_t sixteenths)
{
    return !d->insist && (uint64_t)d->searched * 16 > (uint64_t)(d->cursor - d->chunk) * sixteenths;
}

static int is_in_vain(const deflater *d, uint32_t number)
{
    switch (number) {
    case FIRST_TRIAL: return d->rows < MANY_ROWS && searches_more(d, 12);
    case 2 * FIRST_TRIAL: return searches_more(d, 15);
    case SECOND_TRIAL: return searches_more(d, 4);
    default: return d->chunk_rows >= CHUNK_ROWS && searches_more(d, 2);
    }
}

/* The template of a row, found, narrowed or made, with the places of its segments; NULL where it has none. */
static template *template_of(deflater *d, const row *r, uint32_t at[MAX_SEGMENTS], int special)
{
    template *t = NULL;
    if (r->end - r->comma < SHORT_ROW || r->end - r->start >= LONG_ROW || r->comma < d->cursor)
        return NULL;
    for (uint32_t probe = 0; !t && probe < PROBES; probe++)
        t = try_probe(d, r, probe, at, special);
    return t || !d->patience ? t : fit_template(d, r, at);
}

static void put_other(deflater *d, const row *r, int special)
{
    uint32_t at[MAX_SEGMENTS];
    template *t = template_of(d, r, at, special);
    if (t) {
        if (d->used + LONG_ROW / MAX_MATCH + MAX_SEGMENTS + SPARE > CHUNK_TOKENS)
            smscore_next_chunk(d, r->number);
        sink to = take_sink(d);
        put_row(d, &to, t, r, at, special);
        give_sink(d, &to);
        if (r->end - r->comma <= SHAPE_TEXT)
            smscore_keep_shape(d, t, r, at);
    }
    if (!t || d->cursor < r->end)
        smscore_put_text(d, r->number + 1 < d->rows ? r->end + 2 : r->end, r->number);
}

/* Bytes before the comma of a row that has a shape: its mobile, and a value that the row before ends with. */
enum { NEAR = 64 };

/* Special instructions read beyond the end of a row. */
ALWAYS_INLINE void put_any(deflater *d, sink *to, uint32_t number, int special)
{
    row r = read_row(d, number);
    shape *s = r.comma - to->cursor <= NEAR ? shape_of(d, &r, special) : NULL; /* and not behind it */
    if (s) {
        put_shaped(d, to, s, &r, special);
    } else {
        give_sink(d, to);
        put_other(d, &r, special);
        *to = take_sink(d);
    }
}

/* The rows up to `stop`, some at a time; where not all are counted, one of them is. */
ALWAYS_INLINE int put_rows(deflater *d, uint32_t stop, int told, int special)
{
    for (uint32_t number = d->next; number < stop;) {
        uint32_t counted = d->all_counted ? NOWHERE : counted_near(number), next = (number | (SAMPLE - 1)) + 1;
        next = next < stop ? next : stop;
        if (is_in_vain(d, number))
            return 0;
        if (number % SAMPLE == 0 && (d->chunk_rows >= CHUNK_ROWS || d->cursor - d->chunk > CHUNK_TEXT ||
                                     d->used + SPARE > CHUNK_TOKENS))
            smscore_next_chunk(d, number);
        d->chunk_rows += next - number;
        sink to = take_sink(d);
        for (; number < next; number++) {
            if (number == counted) {
                give_sink(d, &to);
                smscore_begin_count(d);
            }
            if (told)
                put_told(d, &to, number, special);
            else
                put_any(d, &to, number, special);
            if (number == counted) {
                give_sink(d, &to);
                smscore_count_tokens(d);
            }
        }
        give_sink(d, &to);
    }
    d->next = stop;
    return 1;
}

#ifdef SMSCORE_X86
#define SPECIAL __attribute__((target("avx2,bmi,bmi2"))) static

SPECIAL int put_learned_special(deflater *d, uint32_t stop) { return put_rows(d, stop, 0, 1); }
SPECIAL int put_told_special(deflater *d, uint32_t stop) { return put_rows(d, stop, 1, 1); }
#endif

static int put_rows_up_to(deflater *d, uint32_t stop, int special)
{
    if (stop <= d->next)
        return 1;
#ifdef SMSCORE_X86
    if (special)
        return d->places ? put_told_special(d, stop) : put_learned_special(d, stop);
#else
    (void)special;
#endif
    return d->places ? put_rows(d, stop, 1, 0) : put_rows(d, stop, 0, 0);
}

/* Up to so many of the rows, of which none has less text behind it than is read on, in whole samples. */
static uint32_t readable_rows(const deflater *d, uint32_t rows)
{
    while (rows > d->next && d->size - d->ends[rows - 1] < READ_OVER)
        rows--;
    return rows <= d->next || d->complete ? rows : rows - rows % SAMPLE;
}

/* As many of the rows that are there as can be without those behind them. */
int smscore_tokenise(deflater *d, uint32_t rows)
{
    const uint32_t readable = readable_rows(d, rows);
    if (!d->next)
        d->shared = shared_start(d, rows);
    return put_rows_up_to(d, readable, (int)d->special) && (rows < d->rows || put_rows_up_to(d, rows, 0));
}

/* What is left of the text, behind the last row. False where another compressor does better. */
int smscore_tokenise_rest(deflater *d)
{
    if (!d->all_counted)
        smscore_begin_count(d);
    smscore_put_text(d, d->size, d->rows - 1);
    smscore_count_tokens(d);
    return !searches_more(d, 4);
}

/* ---- grouping -------------------------------------------------------------------------------------------------- */

/* Which template a row has, from 1 on, or 0. */
static uint32_t kind_of(deflater *d, const row *r)
{
    uint32_t at[MAX_SEGMENTS];
    shape *s = shape_of(d, r, 0);
    template *t = s ? s->of : template_of(d, r, at, 0);
    if (!t)
        return 0;
    for (uint32_t i = 0; s && i < s->count; i++)
        at[i] = r->comma + s->places[i].at;
    remember(t, r, at);
    if (s)
        s->last = r->comma;
    else if (r->end - r->comma <= SHAPE_TEXT)
        smscore_keep_shape(d, t, r, at);
    return (uint32_t)(t - d->template) + 1;
}

/* Rows of a template come where its first one is, in their order; so do those of none. */
void smscore_group(deflater *d, uint32_t *order, uint32_t *kinds)
{
    uint32_t start[MAX_TEMPLATES + 1] = {0}, first[MAX_TEMPLATES + 1], groups = 0;
    for (uint32_t number = 0; number < d->rows; number++) {
        row r = read_row(d, number);
        kinds[number] = kind_of(d, &r);
        if (!start[kinds[number]]++)
            first[groups++] = kinds[number];
    }
    for (uint32_t i = 0, at = 0; i < groups; i++) {
        uint32_t rows = start[first[i]];
        start[first[i]] = at;
        at += rows;
    }
    for (uint32_t number = 0; number < d->rows; number++)
        order[start[kinds[number]]++] = number;
}
