/*
 * The lines of a batch, from mobiles, a template and the columns of its variables: no content is ever made by itself.
 *
 * What the template says is known and has been checked; the values are checked like contents. Only where two pieces meet
 * can something new come up: a backslash at the end of one, and r or n at the beginning of the next.
 */
#include "ordinary.h"

enum { MOST_VARIABLES = SMSCORE_MOST_VARIABLES, BLOCK = 32, ORDINARY_VARIABLES = 8 };

typedef struct {
    const uint8_t *text;
    uint32_t size;
    uint32_t unescaped; /* bytes before it was escaped */
    uint32_t units;
} literal;

typedef struct {
    literal literals[MOST_VARIABLES + 1];
    column variables[MOST_VARIABLES];
    uint32_t count; /* of variables */
    uint32_t size;  /* of all literals */
    uint32_t units; /* of them */
    uint32_t may_be_ordinary; /* values may stand between them as they are */
    uint8_t *room;            /* for digits */
} source;

/* The content so far. */
typedef struct {
    uint64_t size; /* of its text, before it was escaped */
    uint64_t units;
    uint64_t literals; /* bytes of those to come */
} written;

static inline int fail(smscore_copied *c, int32_t code, uint64_t offset)
{
    c->code = code;
    c->offset = offset;
    return 0;
}

static inline int is_ambiguous(const smscore_copied *c, uint8_t next, const smscore_join_rules *rules)
{
    return c->out[-1] == '\\' && rules->line_breaks == SMSCORE_BACKSLASH && (next == 'r' || next == 'n');
}

/* A literal, which is good by itself. Copies whole blocks: there is room behind it, here as there. */
static inline int put_literal(smscore_copied *c, written *w, const source *s, uint32_t i, const smscore_join_rules *rules)
{
    const literal *l = &s->literals[i];
    if (l->size && is_ambiguous(c, l->text[0], rules))
        return fail(c, SMSCORE_AMBIGUOUS_ESCAPE, w->size - 1);
    for (uint32_t at = 0; at < l->size; at += BLOCK)
        memcpy(c->out + at, l->text + at, BLOCK);
    c->out += l->size;
    w->literals -= l->size;
    w->size += l->unescaped;
    w->units += l->units;
    return 1;
}

/* ---- short values: codes, numbers and names are nearly all there is ----------------------------------------------- */

enum { SHORT = 16 };

#ifdef SMSCORE_X86
/* Every third of the bits. */
enum { LEADS = 0x49249 };

/* Copies a value that is ASCII and needs no decision, or characters of three bytes, all of them U+1000-CFFF, as names
 * are; what it takes does not depend on how long it is. Returns 0 for any other. */
static inline int put_short(smscore_copied *c, written *w, const uint8_t *text, uint64_t size)
{
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)text);
    _mm_storeu_si128((__m128i *)(void *)c->out, bytes);
    const __m128i signs = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20)); /* a control, or no ASCII */
    const __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F)),
                                       _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
    const uint32_t lanes = (1u << size) - 1;
    if (!((uint32_t)_mm_movemask_epi8(_mm_or_si128(signs, marks)) & lanes)) {
        w->units += size;
        return 1;
    }
    const __m128i over = _mm_sub_epi8(bytes, _mm_set1_epi8((char)0xE1));
    const __m128i lead = _mm_cmpeq_epi8(_mm_min_epu8(over, _mm_set1_epi8(0xEC - 0xE1)), over);
    const __m128i following = _mm_cmplt_epi8(bytes, _mm_set1_epi8((char)0xC0));
    const uint32_t leads = (uint32_t)_mm_movemask_epi8(lead), others = (uint32_t)_mm_movemask_epi8(following);
    w->units += (size * 11) >> 5; /* a third of it, up to 16 */
    return (LEADS >> size & 1) && (leads & LEADS & lanes) == (LEADS & lanes) && (others | LEADS | ~lanes) == UINT32_MAX;
}
#endif

static inline int put_checked(smscore_copied *c, written *w, const item *it, const smscore_join_rules *rules)
{
#ifdef SMSCORE_X86
    if (it->size <= SHORT && it->readable >= SHORT && rules->portable != SMSCORE_PORTABLE) {
        const uint64_t units = w->units;
        if (put_short(c, w, it->text, it->size)) {
            c->out += it->size;
            return 1;
        }
        w->units = units;
    }
#endif
    smscore_put_utf8(c, it->text, it->size, rules);
    w->units += c->units;
    return c->code == SMSCORE_OK || fail(c, c->code, w->size + c->offset);
}

static inline int put_value(smscore_copied *c, written *w, const source *s, uint32_t i, uint64_t row,
                            const smscore_join_rules *rules)
{
    item it = {s->room, 0, 0};
    found how = text_or_digits_at(&s->variables[i], row, s->room, &it);
    if (how != FOUND) {
        c->other = i;
        return fail(c, how == ABSENT ? SMSCORE_CONTENT_NULL : SMSCORE_CONTENT_OUTSIDE, 0);
    }
    if (it.size == 0)
        return 1;
    if (!smscore_has_room_for(c, 2 * it.size + w->literals))
        return 0;
    if (is_ambiguous(c, it.text[0], rules))
        return fail(c, SMSCORE_AMBIGUOUS_ESCAPE, w->size - 1);
    if (!put_checked(c, w, &it, rules))
        return 0;
    w->size += it.size;
    return 1;
}

static inline void put_rendered(smscore_copied *c, const void *from, uint64_t row, const smscore_join_rules *rules)
{
    const source *s = from;
    written w = {0, 0, s->size};
    if (!smscore_has_room_for(c, s->size))
        return;
    for (uint32_t i = 0; i < s->count; i++)
        if (!put_literal(c, &w, s, i, rules) || !put_value(c, &w, s, i, row, rules))
            return;
    if (!put_literal(c, &w, s, s->count, rules))
        return;
    c->units = w.units;
    if (w.size == 0)
        fail(c, SMSCORE_CONTENT_EMPTY, 0);
}

/* A value that follows a backslash may not begin with every letter. */
static uint32_t may_be_followed(const literal *l) { return !l->size || l->text[l->size - 1] != '\\'; }

static void open_source(source *s, const smscore_template *template, uint32_t rows, uint8_t *room)
{
    s->count = template->count;
    s->size = template->ends[s->count];
    s->room = room;
    s->units = 0;
    s->may_be_ordinary = s->count <= ORDINARY_VARIABLES;
    for (uint32_t i = 0; i <= s->count; i++) {
        const uint32_t start = i ? template->ends[i - 1] : 0;
        s->literals[i] = (literal){template->text + start, template->ends[i] - start, template->sizes[i],
                                   template->units[i]};
        s->units += template->units[i];
        s->may_be_ordinary &= may_be_followed(&s->literals[i]);
    }
    for (uint32_t i = 0; i < s->count; i++) { /* values in views are short, and then do not lie one behind the other */
        s->variables[i] = open_rows(&template->variables[i], rows);
        s->may_be_ordinary &= (uint32_t)s->variables[i].in_order;
    }
}

/* ---- rows --------------------------------------------------------------------------------------------------------- */

/* Bytes that the values of a row may take. */
static uint64_t values_bound(const source *s, uint64_t row)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        const column *variable = &s->variables[i];
        sum += is_of_integers(variable) ? MOST_DIGITS : size_at(variable, row);
    }
    return sum;
}

uint64_t smscore_render_bound(const smscore_join_rules *rules, const smscore_template *template, uint64_t room,
                              uint32_t *rows)
{
    const uint64_t literals = template->ends[template->count], most = 2 * room; /* digits may be fewer than feared */
    source s;
    open_source(&s, template, 0, NULL);
    uint64_t sum = 0;
    uint32_t row = 0;
    while (row < *rows && sum + row * literals <= most)
        sum += values_bound(&s, row++);
    *rows = row;
    return 2 * sum + row * (row_bound(rules) + literals) + STORED_PAST;
}

static uint32_t render_one_by_one(const smscore_join_rules *rules, const column *mobiles, const void *from, uint32_t row,
                                  uint32_t stop, uint32_t first_row, smscore_index *index, smscore_lines *lines,
                                  smscore_fault *faults, uint32_t *fault_count)
{
    return put_rows(rules, mobiles, put_rendered, from, row, stop, first_row, index, lines, faults, fault_count);
}

#ifdef SMSCORE_X86
enum { ORDINARY_VALUES = 4096 }; /* bytes of the values of some rows, of one variable */

typedef struct {
    some_mobiles mobiles;
    some_texts values[ORDINARY_VARIABLES];
    uint64_t ends[ORDINARY_VARIABLES]; /* of the values that have been written */
    some_bytes bytes[ORDINARY_VARIABLES][ORDINARY_VALUES / LANES_512 + 1];
} some_parts;

/* Returns the bytes of all values, or -1 where something is unusual. */
AVX512 ALWAYS_INLINE int64_t take_parts(some_parts *p, const smscore_join_rules *rules, const column *mobiles, const source *s,
                                        uint32_t row, uint32_t rows)
{
    uint64_t size = 0;
    if (!take_mobiles(&p->mobiles, &mobiles->rows, row, rows, rules))
        return -1;
    for (uint32_t i = 0; i < s->count; i++) {
        p->ends[i] = 0;
        p->values[i].bytes = p->bytes[i];
        if (!take_texts(&p->values[i], &s->variables[i].rows, row, rows, ORDINARY_VALUES))
            return -1;
        size += p->values[i].size;
    }
    return (int64_t)size;
}

AVX512 ALWAYS_INLINE uint8_t *write_literal(uint8_t *out, const literal *l)
{
    for (uint32_t at = 0; at < l->size; at += BLOCK)
        memcpy(out + at, l->text + at, BLOCK);
    return out + l->size;
}

AVX512 ALWAYS_INLINE void copy_value(uint8_t *out, const uint8_t *text, uint64_t size)
{
    memcpy(out, text, SHORT);
    for (uint64_t at = SHORT; at < size; at += BLOCK)
        memcpy(out + at, text + at, BLOCK);
}

AVX512 static uint32_t render_ordinary(const smscore_join_rules *rules, const column *mobiles, const void *from,
                                       uint32_t row, uint32_t rows, smscore_seen *seen, smscore_lines *lines)
{
    const source *s = from;
    const smscore_lines before = *lines;
    some_parts p;
    const int64_t values = take_parts(&p, rules, mobiles, s, row, rows);
    if (values < 0 || !have_room(rules, lines, seen, rows, (uint64_t)values + rows * (p.mobiles.width + 3 + (uint64_t)s->size)))
        return 0;
    some_written w = {before.out + before.size, 0, 0};
    for (uint32_t i = 0; i < rows; i++) {
        uint64_t units = s->units;
        w.out = write_mobile(w.out, &p.mobiles, i, before.rows);
        for (uint32_t v = 0; v < s->count; v++) {
            const some_texts *t = &p.values[v];
            const uint64_t at = p.ends[v], end = t->ends[i], size = end - at;
            w.out = write_literal(w.out, &s->literals[v]);
            w.wrong |= is_inside(t, at);
            copy_value(w.out, t->text + at, size);
            w.out += size;
            units += t->continuations ? units_before(t, end) - units_before(t, at) : size;
            p.ends[v] = end;
        }
        w.out = write_literal(w.out, &s->literals[s->count]);
        end_row(&w, &before, i, units);
    }
    return keep_written(&w, &p.mobiles, seen, lines);
}
#endif

uint32_t smscore_render(const smscore_join_rules *rules,
                       const smscore_column *mobiles, const smscore_template *template,
                       uint32_t rows, uint32_t first_row,
                       smscore_index *index, smscore_lines *lines,
                       smscore_fault *faults, uint32_t *fault_count)
{
    uint8_t room[DIGITS_ROOM] = {0};
    source s;
    open_source(&s, template, rows, room);
    const column left = open_rows(mobiles, rows);
    *fault_count = 0;
#ifdef SMSCORE_X86
    if (has_avx512(rules->portable) && s.may_be_ordinary && may_be_ordinary(&left) && (!index || index->seen))
        return put_most_rows(rules, &left, render_ordinary, render_one_by_one, &s, rows, first_row, index, lines, faults,
                             fault_count);
#endif
    return render_one_by_one(rules, &left, &s, 0, rows, first_row, index, lines, faults, fault_count);
}
