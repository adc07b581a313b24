// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.derivation;

import io.kguard.internal.condition.syntax.Operator;
import io.kguard.internal.derivation.Comparing.Kind;
import io.kguard.internal.field.FieldCatalogue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The facts that the fields of documents show: their places. */
final class DocumentAlternatives implements Alternatives {
    private static final Set<String> POINTED = Set.of("jevt.value", "json.value");

    private final FieldCatalogue catalogue;
    /** The place of a field by its name; null if nobody knows it. */
    private final Function<String, @Nullable DocumentPlace> places;

    DocumentAlternatives(FieldCatalogue catalogue, Function<String, @Nullable DocumentPlace> places) {
        this.catalogue = catalogue;
        this.places = places;
    }

    @Override
    public @Nullable List<List<Need>> of(Demand demand, Facts facts) {
        Question question = Question.of(demand.check(), catalogue);
        if (question == null) {
            return null;
        }
        String name = question.field().name();
        String argument = question.field().argument();
        Comparing test = question.test();
        if (name.equals("evt.num")) {
            return List.of(List.of(Need.of("evt.num", test, demand)));
        }
        if (POINTED.contains(name) && argument != null) {
            String pointer = argument.startsWith("/") ? argument : "/" + argument;
            return List.of(List.of(Need.of(pointer, test, demand)));
        }
        if (name.equals("ka.uri.param") && argument != null) {
            return List.of(List.of(Need.of("/requestURI", parameter(argument), test, demand)));
        }
        DocumentPlace place = places.apply(name);
        if (place == null) {
            return null;
        }
        Trait trait = place.list() ? new OfList(test) : test;
        List<Need> needs = new ArrayList<>();
        if (name.startsWith("ka.req.binding.subjects.") && !demand.negated()) {
            String kind = name.contains("user") ? "User" : name.contains("group") ? "Group" : "ServiceAccount";
            needs.add(Need.must("/requestObject/subjects/-/kind", equal(kind), demand));
        }
        if (name.equals("ka.target.pod.name") && !demand.negated()) {
            needs.add(Need.must("/objectRef/resource", equal("pods"), demand));
        }
        needs.add(Need.of(place.pointer(), place.lens(), trait, demand));
        return List.of(needs);
    }

    private static Comparing equal(String value) {
        return new Comparing(Operator.EQ, List.of(value), false, List.of(), Kind.TEXT);
    }

    private static Lens parameter(String name) {
        String start = name + "=";
        return new Lens() {
            @Override
            public @Nullable String see(String value, Facts facts) {
                int query = value.indexOf('?');
                for (String pair : query < 0 ? new String[0] : value.substring(query + 1).split("&", -1)) {
                    if (pair.startsWith(start)) {
                        return pair.substring(start.length());
                    }
                }
                return null;
            }

            @Override
            public List<Fragment> back(Fragment part, Facts facts) {
                String path = facts.value("/requestURI", "/");
                int query = path.indexOf('?');
                return List.of(Fragment.whole((query < 0 ? path : path.substring(0, query)) + "?" + start + part.text()));
            }
        };
    }

    /**
     * A comparison of a list, whose elements are separated by commas.
     *
     * @param one the comparison; {@code in} is of all elements, others of any
     */
    private record OfList(Comparing one) implements Trait {
        @Override
        public boolean holds(@Nullable String value) {
            if (value == null) {
                return false;
            }
            List<String> elements = Arrays.asList(value.split(",", -1));
            return one.operator() == Operator.IN
                    ? elements.stream().allMatch(one::holds)
                    : elements.stream().anyMatch(one::holds);
        }

        @Override
        public List<Fragment> fragments() {
            return one.fragments();
        }
    }
}
