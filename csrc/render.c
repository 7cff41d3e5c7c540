/*
 * The lines of a batch, from mobiles, a template and the columns of its variables: no content is ever made by itself.
 *
 * What the template says is known and has been checked; the values are checked like contents. Only where two pieces meet
 * can something new come up: a backslash at the end of one, and r or n at the beginning of the next.
 */
#include "rows.h"

enum { MOST_VARIABLES = SMSCORE_MOST_VARIABLES, BLOCK = 32, SHORT = 16 };

typedef struct {
    const smscore_template *template;
    column variables[MOST_VARIABLES];
} source;

/* The content so far. */
typedef struct {
    uint64_t size; /* of its text, before it was escaped */
    uint64_t units;
    uint8_t last;
} written;

static inline int is_ambiguous(const written *w, uint8_t next, const smscore_join_rules *rules)
{
    return w->last == '\\' && (next == 'r' || next == 'n') && rules->line_breaks == SMSCORE_BACKSLASH;
}

static inline int fail(smscore_copied *c, int32_t code, uint64_t offset)
{
    c->code = code;
    c->offset = offset;
    return 0;
}

/* A literal, which is good by itself. Copies whole blocks: there is room behind it, here as there. */
static inline int put_literal(smscore_copied *c, written *w, const smscore_template *t, uint32_t i,
                              const smscore_join_rules *rules)
{
    uint32_t start = i ? t->ends[i - 1] : 0, size = t->ends[i] - start;
    const uint8_t *text = t->text + start;
    if (size == 0)
        return 1;
    if (is_ambiguous(w, text[0], rules))
        return fail(c, SMSCORE_AMBIGUOUS_ESCAPE, w->size - 1);
    for (uint32_t at = 0; at < size; at += BLOCK)
        memcpy(c->out + at, text + at, BLOCK);
    c->out += size;
    w->size += t->sizes[i];
    w->units += t->units[i];
    w->last = text[size - 1];
    return 1;
}

/* ---- short values: codes and numbers are nearly all there is ------------------------------------------------------ */

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Whether eight bytes are ASCII that needs no decision. */
static inline int are_plain(uint64_t eight)
{
    const uint64_t slash = eight ^ EACH('\\');
    const uint64_t wrong = eight | (eight - EACH(0x20)) | (eight + EACH(1)) /* DEL */ | ((slash - EACH(1)) & ~slash);
    return !(wrong & EACH(0x80));
}

/* Copies up to 16 bytes if they are plain; nothing is read outside the text. */
static inline int put_short(uint8_t *out, const uint8_t *text, uint64_t size)
{
    uint64_t first = EACH('0'), last = EACH('0');
    if (size >= 8) {
        memcpy(&first, text, 8);
        memcpy(&last, text + size - 8, 8);
        memcpy(out, &first, 8);
        memcpy(out + size - 8, &last, 8);
    } else if (size >= 4) {
        memcpy(&first, text, 4);
        memcpy(&last, text + size - 4, 4);
        memcpy(out, &first, 4);
        memcpy(out + size - 4, &last, 4);
    } else {
        memcpy(&first, text, 1);
        memcpy(&last, text + size / 2, 1);
        out[0] = text[0];
        out[size / 2] = text[size / 2];
        out[size - 1] = text[size - 1];
        if (!are_plain(EACH((uint64_t)text[size - 1])))
            return 0;
    }
    return are_plain(first) && are_plain(last);
}

/* Copies a few characters of three bytes each if all of them are U+1000-CFFF, as names are. */
static inline int put_han(uint8_t *out, const uint8_t *text, uint64_t size)
{
    for (uint64_t i = 0; i < size; i += 3) {
        if ((uint32_t)text[i] - 0xE1 > 0xEC - 0xE1 || (text[i + 1] & 0xC0) != 0x80 || (text[i + 2] & 0xC0) != 0x80)
            return 0;
        memcpy(out + i, text + i, 3);
    }
    return 1;
}

static inline int put_value(smscore_copied *c, written *w, const column *variable, uint64_t row,
                            const smscore_join_rules *rules)
{
    uint8_t room[MOST_DIGITS];
    item it = {room, 0};
    found how = text_or_digits_at(variable, row, room, &it);
    if (how != FOUND)
        return fail(c, how == ABSENT ? SMSCORE_CONTENT_NULL : SMSCORE_CONTENT_OUTSIDE, 0);
    if (it.size == 0)
        return 1;
    if (is_ambiguous(w, it.text[0], rules))
        return fail(c, SMSCORE_AMBIGUOUS_ESCAPE, w->size - 1);
    if (it.size <= SHORT && put_short(c->out, it.text, it.size)) {
        c->out += it.size;
        w->units += it.size;
    } else if (it.size <= SHORT && it.size % 3 == 0 && put_han(c->out, it.text, it.size)) {
        c->out += it.size;
        w->units += it.size / 3;
    } else {
        smscore_put_utf8(c, it.text, it.size, rules);
        if (c->code != SMSCORE_OK)
            return fail(c, c->code, w->size + c->offset);
        w->units += c->units;
    }
    w->size += it.size;
    w->last = it.text[it.size - 1];
    return 1;
}

static inline void put_rendered(smscore_copied *c, const void *from, uint64_t row, const smscore_join_rules *rules)
{
    const source *s = from;
    written w = {0, 0, 0};
    for (uint32_t i = 0; i < s->template->count; i++) {
        if (!put_literal(c, &w, s->template, i, rules))
            return;
        if (!put_value(c, &w, &s->variables[i], row, rules)) {
            if (c->code == SMSCORE_CONTENT_NULL || c->code == SMSCORE_CONTENT_OUTSIDE)
                c->other = i;
            return;
        }
    }
    if (!put_literal(c, &w, s->template, s->template->count, rules))
        return;
    c->units = w.units;
    if (w.size == 0)
        fail(c, SMSCORE_CONTENT_EMPTY, 0);
}

static source open_source(const smscore_template *template, uint32_t rows)
{
    source s = {.template = template};
    for (uint32_t i = 0; i < template->count; i++)
        s.variables[i] = open_rows(&template->variables[i], rows);
    return s;
}

/* Bytes that the values of a row may take. */
static uint64_t values_bound(const source *s, uint64_t row)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < s->template->count; i++) {
        const column *variable = &s->variables[i];
        sum += is_of_integers(variable) ? MOST_DIGITS : size_at(variable, row);
    }
    return sum;
}

uint64_t smscore_render_bound(const smscore_join_rules *rules, const smscore_template *template, uint64_t room,
                              uint32_t *rows)
{
    const source s = open_source(template, 0);
    const uint64_t literals = template->ends[template->count], most = 2 * room; /* digits may be fewer than feared */
    uint64_t sum = 0;
    uint32_t row = 0;
    while (row < *rows && sum + row * literals <= most)
        sum += values_bound(&s, row++);
    *rows = row;
    return 2 * sum + row * (row_bound(rules) + literals) + BLOCK + SMSCORE_STORED_OVER;
}

uint32_t smscore_render(const smscore_join_rules *rules,
                       const smscore_column *mobiles, const smscore_template *template,
                       uint32_t rows, uint32_t first_row,
                       smscore_index *index, smscore_lines *lines,
                       smscore_fault *faults, uint32_t *fault_count)
{
    const source s = open_source(template, rows);
    return put_rows(rules, mobiles, put_rendered, &s, rows, first_row, index, lines, faults, fault_count);
}
