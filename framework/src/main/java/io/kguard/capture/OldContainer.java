package io.kguard.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** The oldest container event, which has parameters instead of JSON. */
final class OldContainer {
    private OldContainer() {}

    /** Its JSON, ending with a NUL as a string of an event does. */
    static byte[] json(RawEvent event) {
        StringBuilder out = new StringBuilder("{\"container\":{\"id\":");
        quote(out, text(event, 0));
        if (event.paramCount() > 1 && event.valueLength(1) == 4) {
            out.append(",\"type\":")
                    .append(Integer.toUnsignedString(event.buffer().getInt(event.valueOffset(1))));
        }
        quote(out.append(",\"name\":"), text(event, 2));
        quote(out.append(",\"image\":"), text(event, 3));
        return out.append("}}\0").toString().getBytes(ISO_8859_1);
    }

    private static String text(RawEvent event, int index) {
        if (index >= event.paramCount()) {
            return "";
        }
        byte[] bytes = new byte[event.valueLength(index)];
        event.buffer().get(event.valueOffset(index), bytes);
        String text = new String(bytes, ISO_8859_1);
        int nul = text.indexOf('\0');
        return nul < 0 ? text : text.substring(0, nul);
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
