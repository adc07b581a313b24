// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.FalcoVersion;
import io.kguard.event.VersionRange;
import io.kguard.internal.file.ResourceTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Converts an event of an older version. */
final class Conversion {
    /** What to do with an event. */
    enum Action {
        /** Keep it until its exit event. */
        STORE,
        /** Show it unchanged. */
        PASS,
        STORE_AND_PASS,
        ADD_PARAMS,
        CHANGE_TYPE
    }

    /** The source of a parameter. */
    enum Source {
        /** The event itself. */
        OLD,
        /** The enter event; zeros without one. */
        ENTER,
        /** The enter event; no value without one. */
        ENTER_OR_EMPTY,
        ZEROS,
        EMPTY,
        /** The JSON of a container, built from the parameters of the oldest container event. */
        CONTAINER_JSON
    }

    /** The source of a parameter, and its index there. */
    record Value(Source source, int index) {}

    private final int code;
    private final int paramCount;
    private final Action action;
    private final int newCode;
    private final Value[] values;
    private final boolean needsEnter;

    private Conversion(int code, int paramCount, Action action, int newCode, List<Value> values) {
        this.code = code;
        this.paramCount = paramCount;
        this.action = action;
        this.newCode = newCode;
        this.values = values.toArray(Value[]::new);
        this.needsEnter = values.stream()
                .map(Value::source)
                .anyMatch(source -> source == Source.ENTER || source == Source.ENTER_OR_EMPTY);
    }

    /** The code of the type of the events. */
    int code() {
        return code;
    }

    /** Their number of parameters. */
    int paramCount() {
        return paramCount;
    }

    Action action() {
        return action;
    }

    /** Their new code. */
    int newCode() {
        return newCode;
    }

    /** The sources of their parameters: those to append, or all if the type changes. Not to be changed. */
    Value[] values() {
        return values;
    }

    /** Whether a parameter comes from the enter event. */
    boolean needsEnter() {
        return needsEnter;
    }

    /** All conversions to a version. */
    static List<Conversion> to(FalcoVersion version) {
        List<Conversion> conversions = new ArrayList<>();
        for (String[] cells : ResourceTable.rows(Conversion.class, "conversions.tsv", -1)) {
            if (VersionRange.parse(cells[0]).contains(version)) {
                int code = Integer.parseInt(cells[1]);
                Action action =
                        cells[3].equals("skip") ? Action.PASS : Action.valueOf(cells[3].toUpperCase(Locale.ROOT));
                int newCode = cells[4].isEmpty() ? code : Integer.parseInt(cells[4]);
                conversions.add(new Conversion(code, Integer.parseInt(cells[2]), action, newCode, values(cells[5])));
            }
        }
        return conversions;
    }

    private static List<Value> values(String text) {
        List<Value> values = new ArrayList<>();
        for (String word : text.isEmpty() ? new String[0] : text.split(" ")) {
            values.add(value(word));
        }
        return values;
    }

    private static Value value(String word) {
        int colon = word.indexOf(':');
        boolean optional = word.endsWith("?");
        int index = colon < 0 ? 0 : Integer.parseInt(word.substring(colon + 1, word.length() - (optional ? 1 : 0)));
        Source source = switch (colon < 0 ? word : word.substring(0, colon)) {
            case "old" -> Source.OLD;
            case "enter" -> optional ? Source.ENTER_OR_EMPTY : Source.ENTER;
            case "default" -> Source.ZEROS;
            case "empty" -> Source.EMPTY;
            case "callback?" -> Source.CONTAINER_JSON;
            default -> throw new IllegalStateException("conversions.tsv has an unknown instruction: " + word);
        };
        return new Value(source, index);
    }
}
