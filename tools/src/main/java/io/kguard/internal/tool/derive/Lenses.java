// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static io.kguard.internal.tool.derive.Fact.Plain.FD_KIND;

import io.kguard.internal.tool.derive.Fragment.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Fields that are made of facts. */
final class Lenses {
    /** The last part of a path. */
    static final Lens FILE_NAME = new Lens() {
        @Override
        public String see(String value, Facts facts) {
            return value.substring(value.lastIndexOf('/') + 1);
        }

        @Override
        public List<Fragment> back(Fragment part, Facts facts) {
            return switch (part.place()) {
                case WHOLE -> List.of(new Fragment(Place.END, "/" + part.text()));
                case START -> List.of(new Fragment(Place.INSIDE, "/" + part.text()));
                case INSIDE, END -> List.of(part.at(Place.END));
            };
        }
    };

    /** A path without its last part. */
    static final Lens DIRECTORY = new Lens() {
        @Override
        public String see(String value, Facts facts) {
            if (facts.is(FD_KIND, "directory")) {
                return value;
            }
            int slash = value.lastIndexOf('/');
            return slash == 0 ? "/" : value.substring(0, Math.max(0, slash));
        }

        @Override
        public List<Fragment> back(Fragment part, Facts facts) {
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
    };

    private Lenses() {}

    /** A command line: what comes first is another fact. */
    static Lens after(Fact first) {
        return new Lens() {
            @Override
            public String see(String value, Facts facts) {
                String head = facts.value(first, "");
                return value.isEmpty() ? head : head + " " + value;
            }

            @Override
            public List<Fragment> back(Fragment part, Facts facts) {
                String head = facts.value(first, "") + " ";
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
        };
    }

    /** What a function makes of a fact, one of a few values. */
    static Lens of(BiFunction<String, Facts, @Nullable String> see, UnaryOperator<String> back) {
        return new Lens() {
            @Override
            public @Nullable String see(String value, Facts facts) {
                return see.apply(value, facts);
            }

            @Override
            public List<Fragment> back(Fragment part, Facts facts) {
                return List.of(new Fragment(part.place(), back.apply(part.text())));
            }
        };
    }

    /** An image with its tag. */
    static Lens image(Fact tag) {
        return new Lens() {
            @Override
            public String see(String value, Facts facts) {
                return value + ":" + facts.value(tag, "latest");
            }

            @Override
            public List<Fragment> back(Fragment part, Facts facts) {
                List<Fragment> parts = new ArrayList<>();
                String end = ":" + facts.value(tag, "latest");
                if (part.text().endsWith(end)) {
                    parts.add(new Fragment(
                            part.place(), part.text().substring(0, part.text().length() - end.length())));
                }
                parts.add(part);
                return parts;
            }
        };
    }
}
