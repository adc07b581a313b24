// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kguard.event.JsonWriter;

/** The oldest container event, which has parameters and no JSON. */
final class OldContainer {
    private OldContainer() {}

    /** Its JSON, with a NUL at the end like every string of an event. */
    static byte[] json(RawEvent event) {
        JsonWriter json =
                JsonWriter.compact().object().key("container").object().member("id", text(event, 0));
        if (event.paramCount() > 1 && event.valueLength(1) == 4) {
            json.member("type", LittleEndian.number(event.bytes(), event.valueOffset(1)) & 0xffffffffL);
        }
        json.member("name", text(event, 2))
                .member("image", text(event, 3))
                .end()
                .end();
        return (json.json() + "\0").getBytes(ISO_8859_1);
    }

    private static String text(RawEvent event, int index) {
        if (index >= event.paramCount()) {
            return "";
        }
        String text = new String(event.bytes(), event.valueOffset(index), event.valueLength(index), ISO_8859_1);
        int nul = text.indexOf('\0');
        return nul < 0 ? text : text.substring(0, nul);
    }
}
