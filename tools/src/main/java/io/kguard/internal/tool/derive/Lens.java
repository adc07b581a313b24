// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static io.kguard.internal.tool.derive.Fact.Plain.FD_KIND;

import io.kguard.internal.tool.derive.Fragment.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a field shows a fact.
 *
 * @param seen what the field has if the fact has a value; null for no value
 * @param parts the parts of the fact that give a part of the field
 */
record Lens(BiFunction<String, Facts, @Nullable String> seen, BiFunction<Fragment, Facts, List<Fragment>> parts) {
    /** The fact itself. */
    static final Lens SELF = new Lens((value, facts) -> value, (part, facts) -> List.of(part));

    /** The last part of a path. */
    static final Lens FILE_NAME = new Lens(
            (value, facts) -> value.substring(value.lastIndexOf('/') + 1),
            (part, facts) -> List.of(
                    switch (part.place()) {
                        case WHOLE -> new Fragment(Place.END, "/" + part.text());
                        case START -> new Fragment(Place.INSIDE, "/" + part.text());
                        case INSIDE, END -> part.at(Place.END);
                    }));

    /** A path without its last part. */
    static final Lens DIRECTORY = new Lens(Lens::directory, Lens::inDirectory);

    private static String directory(String path, Facts facts) {
        int slash = path.lastIndexOf('/');
        return facts.is(FD_KIND, "directory") ? path : slash == 0 ? "/" : path.substring(0, Math.max(0, slash));
    }

    private static List<Fragment> inDirectory(Fragment part, Facts facts) {
        if (facts.is(FD_KIND, "directory")) {
            return List.of(part);
        }
        String text = part.text();
        String folder = text.endsWith("/") ? text : text + "/";
        return switch (part.place()) {
            case WHOLE -> List.of(new Fragment(Place.START, folder));
            case START -> List.of(new Fragment(Place.START, folder), part);
            case INSIDE -> List.of(new Fragment(Place.INSIDE, folder), part);
            case END -> List.of(new Fragment(Place.INSIDE, folder));
        };
    }

    /** A command line: what comes first is another fact. */
    static Lens after(Fact first) {
        return new Lens(
                (value, facts) -> {
                    String head = facts.value(first, "");
                    return value.isEmpty() ? head : head + " " + value;
                },
                (part, facts) -> behind(facts.value(first, "") + " ", part));
    }

    private static List<Fragment> behind(String head, Fragment part) {
        String text = part.text();
        String rest = text.startsWith(head) ? text.substring(head.length()) : null;
        if (part.place() == Place.INSIDE && head.contains(text)) {
            return List.of();
        }
        return switch (part.place()) {
            case WHOLE ->
                rest == null
                        ? head.equals(text + " ") ? List.of(Fragment.whole("")) : List.of()
                        : List.of(Fragment.whole(rest));
            case START -> rest == null ? List.of() : List.of(new Fragment(Place.START, rest));
            case INSIDE -> rest == null ? List.of(part) : List.of(new Fragment(Place.START, rest), part);
            case END -> rest == null ? List.of(part) : List.of(Fragment.whole(rest), part);
        };
    }

    /** What a function makes of a fact, one of a few values. */
    static Lens of(BiFunction<String, Facts, @Nullable String> seen, UnaryOperator<String> back) {
        return new Lens(seen, (part, facts) -> List.of(new Fragment(part.place(), back.apply(part.text()))));
    }

    /** An image with its tag. */
    static Lens image(Fact tag) {
        return new Lens((value, facts) -> value + ":" + facts.value(tag, "latest"), (part, facts) -> {
            List<Fragment> parts = new ArrayList<>();
            String end = ":" + facts.value(tag, "latest");
            if (part.text().endsWith(end)) {
                parts.add(new Fragment(
                        part.place(), part.text().substring(0, part.text().length() - end.length())));
            }
            if (part.place() == Place.START && part.text().endsWith(":")) {
                parts.add(Fragment.whole(part.text().substring(0, part.text().length() - 1)));
            }
            parts.add(part);
            return parts;
        });
    }

    /** What the field has if the fact has a value; null for no value. */
    @Nullable
    String see(String value, Facts facts) {
        return seen.apply(value, facts);
    }

    /** The parts of the fact that give a part of the field. */
    List<Fragment> back(Fragment part, Facts facts) {
        return parts.apply(part, facts);
    }
}
