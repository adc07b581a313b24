// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.machine.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule's {@code output}: text with fields in it, such as {@code Shell by %user.name (parent=%proc.pname)}. A missing
 * value becomes {@code <NA>}.
 *
 * <p>Templates and outputs are Unicode strings. Bytes in fields are decoded as by {@link Utf8}. Immutable.
 */
public final class OutputTemplate {
    /** The output of a missing value. */
    public static final String MISSING = "<NA>";

    /** What stands in templates for whatever names the container. */
    public static final String CONTAINER_INFO = "%container.info";

    /** A part of a template: a value with its width (0 if none is given); or a string, if the value is null. */
    record Part(String text, @Nullable Reader value, int width) {}

    private final String text;
    private final List<Part> parts;
    private final List<Field> fields;

    private OutputTemplate(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
        List<Field> all = new ArrayList<>();
        for (Part part : parts) {
            if (part.value() != null) {
                all.addAll(part.value().fields());
            }
        }
        this.fields = List.copyOf(all);
    }

    /**
     * Compiles a template.
     *
     * @param text the template as the rule has it; {@code %container.info} is already replaced. To Falco one {@code *} at
     *     the begin means that values may be missing, which they always may here, and is not printed
     * @throws FieldException with Falco's message if it can't be formatted
     */
    public static OutputTemplate compile(String text, FieldCatalogue catalogue) {
        String shown = text.startsWith("*") ? text.substring(1) : text;
        if (text.isEmpty()) {
            throw new FieldException(FieldException.Reason.TEMPLATE, "empty formatting token");
        }
        String latin1 = Texts.toBytes(shown);
        return new OutputTemplate(Texts.shown(text), new TemplateParser(latin1, catalogue).parse());
    }

    /** What Falco of a version has in place of {@link #CONTAINER_INFO}, unless an option names it. */
    public static String containerInfo(FalcoVersion version) {
        return version.atLeast(FalcoVersion.V0_41) ? "" : "container_id=%container.id container_name=%container.name";
    }

    /** The template's text. */
    public String text() {
        return text;
    }

    /** The fields in it, in order, with repetitions. */
    public List<Field> fields() {
        return fields;
    }

    /** The template with the fields' values for an event. */
    public String format(EventContext context) {
        context.writing(true);
        try {
            return written(context);
        } finally {
            context.writing(false);
        }
    }

    private String written(EventContext context) {
        StringBuilder out = new StringBuilder(text.length() + 128);
        for (Part part : parts) {
            Reader value = part.value();
            if (value == null) {
                out.append(part.text());
            } else {
                int start = out.length();
                FieldText.append(out, value, context);
                if (part.width() > 0) {
                    int end = start + part.width();
                    while (out.length() < end) {
                        out.append(' ');
                    }
                    out.setLength(end);
                }
            }
        }
        return Utf8.text(out);
    }

    /**
     * Puts the fields' values, without widths and transformers, under their names.
     *
     * @param values receives strings, Longs, BigIntegers, Doubles, Booleans, lists of these, and null for a missing
     *     value
     */
    public void putValues(EventContext context, Map<String, @Nullable Object> values) {
        context.writing(true);
        try {
            for (Field field : fields) {
                values.put(Utf8.field(field.name()), FieldJson.value(field, context));
            }
        } finally {
            context.writing(false);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
