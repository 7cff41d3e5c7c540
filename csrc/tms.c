/* TMS containers. No length is believed before it is held against what remains. */
#include "common.h"

enum { LENGTH_SIZE = 4 };

static void set_fault(smscore_fault *fault, int32_t code, uint64_t row, uint64_t offset, int64_t other)
{
    fault->code = code;
    fault->row = (int64_t)row;
    fault->offset = (int64_t)offset;
    fault->other = other;
}

uint64_t smscore_tms_bound(const smscore_element *elements, uint32_t count)
{
    uint64_t size = 0;
    for (uint32_t i = 0; i < count; i++)
        size += elements[i].name_size + 1 + LENGTH_SIZE + elements[i].data_size;
    return size;
}

uint64_t smscore_pack_tms(const smscore_element *elements, uint32_t count, uint8_t *out, smscore_fault *fault)
{
    const uint8_t *start = out;
    set_fault(fault, SMSCORE_OK, 0, 0, -1);
    for (uint32_t i = 0; i < count; i++) {
        const smscore_element *element = &elements[i];
        const uint8_t *nul = element->name_size ? memchr(element->name, 0, element->name_size) : NULL;
        if (element->name_size == 0) {
            set_fault(fault, SMSCORE_TMS_NAME_EMPTY, i, 0, -1);
            return 0;
        }
        if (nul) {
            set_fault(fault, SMSCORE_TMS_NAME_NUL, i, (uint64_t)(nul - element->name), -1);
            return 0;
        }
        if (element->data_size > UINT32_MAX) {
            set_fault(fault, SMSCORE_TMS_DATA_LONG, i, 0, (int64_t)element->data_size);
            return 0;
        }
        memcpy(out, element->name, element->name_size);
        out += element->name_size;
        *out++ = 0;
        put_u32_le(out, (uint32_t)element->data_size);
        out += LENGTH_SIZE;
        if (element->data_size) {
            memcpy(out, element->data, element->data_size);
            out += element->data_size;
        }
    }
    return (uint64_t)(out - start);
}

uint32_t smscore_scan_tms(const uint8_t *data, uint64_t size, smscore_extent *extents, uint32_t room,
                          smscore_fault *fault)
{
    uint64_t at = 0;
    uint32_t count = 0;
    set_fault(fault, SMSCORE_OK, 0, 0, -1);
    while (at < size) {
        const uint8_t *nul = memchr(data + at, 0, size - at);
        uint64_t name_size = nul ? (uint64_t)(nul - (data + at)) : 0;
        if (!nul) {
            set_fault(fault, SMSCORE_TMS_NO_NUL, count, size, -1);
            break;
        }
        if (name_size == 0) {
            set_fault(fault, SMSCORE_TMS_NAME_EMPTY, count, at, -1);
            break;
        }
        uint64_t length_at = at + name_size + 1;
        if (size - length_at < LENGTH_SIZE) {
            set_fault(fault, SMSCORE_TMS_NO_LENGTH, count, size, -1);
            break;
        }
        uint32_t length = 0;
        for (unsigned i = 0; i < LENGTH_SIZE; i++)
            length |= (uint32_t)data[length_at + i] << (8 * i);
        uint64_t data_at = length_at + LENGTH_SIZE;
        if (length > size - data_at) {
            set_fault(fault, SMSCORE_TMS_OVERRUN, count, length_at, length);
            break;
        }
        if (count == room) {
            set_fault(fault, SMSCORE_TMS_MANY, count, at, -1);
            break;
        }
        extents[count].name = at;
        extents[count].name_size = name_size;
        extents[count].data = data_at;
        extents[count].data_size = length;
        count++;
        at = data_at + length;
    }
    return count;
}
