/*
 * First stage: what the rows of a template share.
 *
 * Two rows that are alike at one of four places - the probes: the last bytes, some before them, the signature, what
 * stands behind it - are compared. What they have in common, in order, are the constant segments of a template. A
 * later row that the template does not fit narrows the segments to what that row has too: a digit or the first byte of
 * a character that two rows had in common by chance is gone after a few of them. A row that would take away much
 * belongs to another template.
 *
 * A comparison walks both rows in step, and after a difference looks for the nearest place where they agree again.
 */
#include "deflate.h"

enum {
    MIN_SEGMENT = 6,  /* bytes worth a match */
    MAX_STRAY = 64,   /* bytes that a value may be long in either row */
    YOUNG = 4,        /* rows, before which a template may lose much */
    COMMON_PART = 3   /* a row has no more than so many times the bytes of its segments */
};

/* ---- rows and probes --------------------------------------------------------------------------------------------- */

static inline uint32_t slot_of(uint64_t bytes, uint32_t probe)
{
    return (uint32_t)(mix(bytes + probe) >> 52); /* 12 bits: PROBE_SLOTS */
}

uint32_t smscore_probe(const deflater *d, const row *r, uint32_t probe)
{
    return slot_of(load64(d->text + smscore_probe_at(r, probe)), probe);
}

/* ---- two rows ---------------------------------------------------------------------------------------------------- */

typedef struct {
    uint32_t count;
    uint32_t to_end; /* the last one ends with both rows */
    segment pieces[MAX_SEGMENTS];
} common;

/* Six bytes that agree put two rows in step again. */
static inline int alike(const uint8_t *a, const uint8_t *b)
{
    return ((load64(a) ^ load64(b)) & UINT64_C(0xFFFFFFFFFFFF)) == 0;
}

/* The nearest place where both rows agree again, nearest in the row that has further to go. */
static int find_step(const uint8_t *text, uint32_t *a, uint32_t a_end, uint32_t *b, uint32_t b_end)
{
    for (uint32_t far = 1; far <= MAX_STRAY; far++)
        for (uint32_t near = 0; near <= far; near++) {
            uint32_t a_far = *a + far, b_near = *b + near, a_near = *a + near, b_far = *b + far;
            if (a_far + 8 <= a_end && b_near + 8 <= b_end && alike(text + a_far, text + b_near)) {
                *a = a_far, *b = b_near;
                return 1;
            }
            if (a_near + 8 <= a_end && b_far + 8 <= b_end && alike(text + a_near, text + b_far)) {
                *a = a_near, *b = b_far;
                return 1;
            }
        }
    return 0;
}

/* Three words of the first row are looked for in the second: comparing rows that have nothing in common takes long. */
static int are_related(const uint8_t *text, uint32_t a, uint32_t a_end, uint32_t b, uint32_t b_end)
{
    const uint32_t last = a_end - a - 8;
    const uint64_t one = load64(text + a + last / 4), two = load64(text + a + last * 2 / 4),
                   three = load64(text + a + last * 3 / 4);
    for (uint32_t at = b; at + 8 <= b_end; at++) {
        const uint64_t word = load64(text + at);
        if ((word == one) | (word == two) | (word == three))
            return 1;
    }
    return 0;
}

/* Looking costs patience, comparing more of it, so that rows which never fit take no more time than they are worth. */
enum { LOOK = 1, COMPARE = 8 };

static int may_spend(deflater *d, uint32_t effort)
{
    if (d->patience < effort)
        return 0;
    d->patience -= effort;
    return 1;
}

/* What two rows have in common, in order, as places in the first; 0 where it is not even looked for. */
static int compare_rows(deflater *d, uint32_t a, uint32_t a_end, uint32_t b, uint32_t b_end, common *found)
{
    const uint8_t *text = d->text;
    uint32_t most;
    if (!may_spend(d, LOOK) || !are_related(text, a, a_end, b, b_end) || !may_spend(d, COMPARE))
        return 0;
    found->count = 0;
    do {
        most = a_end - a < b_end - b ? a_end - a : b_end - b;
        uint32_t same = equal_bytes(text + a, text + b, most);
        if (same >= MIN_SEGMENT)
            found->pieces[found->count++] = (segment){a, same};
        a += same;
        b += same;
        most -= same;
    } while (most && found->count < MAX_SEGMENTS - 1 && find_step(text, &a, a_end, &b, b_end));
    found->to_end = a == a_end && b == b_end;
    uint32_t same = 0; /* out of step: what they end with */
    while (same < most && text[a_end - same - 1] == text[b_end - same - 1])
        same++;
    if (same >= MIN_SEGMENT) {
        found->pieces[found->count++] = (segment){a_end - same, same};
        found->to_end = 1;
    }
    return 1;
}

/* ---- templates --------------------------------------------------------------------------------------------------- */

static uint32_t size_of(const segment *segments, uint32_t count)
{
    uint32_t size = 0;
    for (uint32_t i = 0; i < count; i++)
        size += segments[i].size;
    return size;
}

/* The parts of a template's segments, in its last row, that lie in pieces of that row. */
static uint32_t meet(const template *t, const common *with, segment met[MAX_SEGMENTS])
{
    uint32_t found = 0;
    for (uint32_t i = 0, j = 0; i < t->count && j < with->count && found < MAX_SEGMENTS;) {
        uint32_t s_from = t->segments[i].last, s_to = s_from + t->segments[i].size;
        uint32_t p_from = with->pieces[j].last, p_to = p_from + with->pieces[j].size;
        uint32_t from = s_from > p_from ? s_from : p_from, to = s_to < p_to ? s_to : p_to;
        if (to > from && to - from >= MIN_SEGMENT)
            met[found++] = (segment){from, to - from};
        if (s_to < p_to)
            i++;
        else
            j++;
    }
    return found;
}

static void set_segments(deflater *d, template *t, const segment *segments, uint32_t count, uint32_t to_end)
{
    memcpy(t->segments, segments, count * sizeof *segments);
    t->count = (uint16_t)count;
    t->serial = ++d->serials;
    t->most = COMMON_PART * size_of(segments, count);
    t->to_end = to_end && count && segments[count - 1].last + segments[count - 1].size == t->to;
}

int smscore_narrow(deflater *d, template *t, const row *r)
{
    common with;
    segment met[MAX_SEGMENTS];
    if (!compare_rows(d, t->from, t->to, r->comma, r->end, &with))
        return 0;
    uint32_t found = meet(t, &with, met);
    uint32_t before = size_of(t->segments, t->count), after = size_of(met, found);
    if (after < (t->rows < YOUNG ? before / 2 : before - before / 8) || COMMON_PART * after < r->end - r->comma)
        return 0;
    set_segments(d, t, met, found, t->to_end && with.to_end);
    d->patience += COMPARE;
    return 1;
}

/* True when all rows of the template have the same bytes there. */
int smscore_is_constant(const template *t, uint32_t at)
{
    for (uint32_t i = 0; i < t->count; i++)
        if (t->segments[i].last <= at && at + 8 <= t->segments[i].last + t->segments[i].size)
            return 1;
    return 0;
}

static void announce(deflater *d, template *t, const row *r)
{
    for (uint32_t probe = 0; probe < PROBES; probe++) {
        if (!smscore_is_constant(t, smscore_probe_at(r, probe)))
            continue;
        uint16_t *slot = &d->by_probe[smscore_probe(d, r, probe)];
        t->siblings[probe] = *slot;
        *slot = (uint16_t)(t - d->template + 1);
    }
}

/* A template of this row and an earlier one. */
static template *make_template(deflater *d, const row *other, const row *r)
{
    template *t = &d->template[d->templates];
    uint32_t size = r->end - r->comma, other_size = other->end - other->comma;
    common with;
    if (!compare_rows(d, other->comma, other->end, r->comma, r->end, &with) ||
        2 * size_of(with.pieces, with.count) < (size > other_size ? size : other_size))
        return NULL;
    d->patience += COMPARE;
    *t = (template){.from = other->comma, .to = other->end};
    set_segments(d, t, with.pieces, with.count, with.to_end);
    announce(d, t, other);
    d->templates++;
    return t;
}

template *smscore_learn(deflater *d, const row *r)
{
    for (uint32_t probe = 0; probe < PROBES; probe++) {
        uint32_t *slot = &d->alone[smscore_probe(d, r, probe)];
        if (*slot && *slot != r->number + 1 && d->templates < MAX_TEMPLATES) {
            row other = read_row(d, *slot - 1);
            template *t = make_template(d, &other, r);
            if (t)
                return t;
        }
        *slot = r->number + 1;
    }
    return NULL;
}
