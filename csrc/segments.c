/* Segment billing over a whole column of texts. */
#include "common.h"

int smscore_splits_into(const uint8_t *text, uint64_t units, uint32_t separator, uint32_t items)
{
    if (items <= 1)
        return items == 1 || units == 0;
    uint64_t found = 0;
    for (uint64_t start = 0; start < units; start += UINT16_MAX) {
        uint64_t end = units - start < UINT16_MAX ? units : start + UINT16_MAX;
        uint16_t some = 0, unit, wanted = (uint16_t)separator; /* of one width: so compilers count many at once */
        for (uint64_t i = start; i < end; i++) {
            memcpy(&unit, text + 2 * i, sizeof unit);
            some = (uint16_t)(some + (uint16_t)(unit == wanted));
        }
        found += some;
    }
    return found == (uint64_t)items - 1;
}

int32_t smscore_count_segments(const uint8_t *contents, uint64_t content_units, uint32_t separator,
                               uint32_t items, uint32_t code_points, uint32_t *counts)
{
    if (!smscore_splits_into(contents, content_units, separator, items))
        return SMSCORE_SEPARATOR;
    if (items <= 1)
        separator = SMSCORE_NO_SEPARATOR;
    uint64_t at = 0;
    for (uint32_t item = 0; item < items; item++) {
        uint64_t units = 0;
        for (; at < content_units; at++) {
            uint32_t unit = unit_at(contents, at);
            if (unit == separator)
                break;
            /* the second half of a pair is no code point of its own; lone halves arrive as lone low ones */
            if (code_points && is_low_surrogate(unit) && units > 0 && is_high_surrogate(unit_at(contents, at - 1)))
                continue;
            units++;
        }
        at++;
        counts[item] = (uint32_t)segments_of(units);
    }
    return SMSCORE_OK;
}
