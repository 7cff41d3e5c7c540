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
#include "deflate_shaped.h"

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

/* The row is the last of its template now. */
ALWAYS_INLINE void remember(template *t, const row *r, const uint32_t at[MAX_SEGMENTS])
{
    for (uint32_t i = 0; i < t->count; i++)
        t->segments[i].last = at[i];
    t->from = r->comma;
    t->to = r->end;
    t->rows++;
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

/* Out of the way: it is the others that registers are for. */
APART static void put_other(deflater *d, const row *r, int special)
{
    uint32_t at[MAX_SEGMENTS];
    template *t = template_of(d, r, at, special);
    if (t) {
        if (d->used + LONG_ROW_TOKENS + SPARE > CHUNK_TOKENS)
            smscore_next_chunk(d, is_counted(d, r->number));
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
ALWAYS_INLINE int put_rows(deflater *d, uint32_t stop, int special)
{
    for (uint32_t number = d->next; number < stop;) {
        uint32_t counted = d->all_counted ? NOWHERE : counted_near(number), next = (number | (SAMPLE - 1)) + 1;
        next = next < stop ? next : stop;
        if (is_in_vain(d, number))
            return 0;
        if (number % SAMPLE == 0 && (d->chunk_rows >= CHUNK_ROWS || d->cursor - d->chunk > CHUNK_TEXT ||
                                     d->used + SPARE > CHUNK_TOKENS))
            smscore_next_chunk(d, d->all_counted != 0);
        d->chunk_rows += next - number;
        sink to = take_sink(d);
        for (; number < next; number++) {
            if (number == counted) {
                give_sink(d, &to);
                smscore_begin_count(d);
            }
            fetch_line(&d->ahead[0]);
            fetch_line(&d->ahead[1]);
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

SPECIAL int put_rows_special(deflater *d, uint32_t stop) { return put_rows(d, stop, 1); }
AVX512 static int put_rows_wide(deflater *d, uint32_t stop) { return put_rows(d, stop, WIDE); }
#endif

static int put_rows_up_to(deflater *d, uint32_t stop, int special)
{
    if (stop <= d->next)
        return 1;
#ifdef SMSCORE_X86
    if (special)
        return special == WIDE ? put_rows_wide(d, stop) : put_rows_special(d, stop);
#else
    (void)special;
#endif
    return put_rows(d, stop, 0);
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
    if (rows < FIRST_TRIAL && rows < d->rows)
        return 1; /* too few to tell how mobiles begin, and how many come at first is chance */
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
