// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static io.kguard.internal.tool.derive.Fact.Plain.EVENT_NUMBER;
import static io.kguard.internal.tool.derive.Fact.Plain.REPEATS;

import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.tool.derive.Comparing.Kind;
import io.kguard.internal.tool.derive.Fact.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The facts that the fields of documents show: their places.
 *
 * @param places the places that a field shows, by its name
 */
record DocumentAlternatives(FieldCatalogue catalogue, Function<String, List<DocumentPlace>> places)
        implements Alternatives {
    private static final Set<String> POINTED = Set.of("jevt.value", "json.value");

    @Override
    public @Nullable List<List<Wanted>> of(Demand demand, Facts facts) {
        Question question = Question.of(demand.check(), catalogue);
        if (question == null) {
            return null;
        }
        String name = question.field().name();
        String argument = question.field().argument();
        Comparing test = question.test();
        if (name.equals("evt.num")) {
            return List.of(List.of(Wanted.of(EVENT_NUMBER, test, demand)));
        }
        if (POINTED.contains(name) && argument != null) {
            String pointer = argument.startsWith("/") ? argument : "/" + argument;
            return List.of(List.of(Wanted.of(new Place(pointer), test, demand)));
        }
        if (name.equals("ka.uri.param") && argument != null) {
            return List.of(List.of(Wanted.of(new Place("/requestURI"), parameter(argument), test, demand)));
        }
        if (name.startsWith("okta.mfa.") && argument != null) {
            return repeated(name.contains("deny"), demand, test);
        }
        List<List<Wanted>> ways = new ArrayList<>();
        for (DocumentPlace place : places.apply(name)) {
            List<Wanted> needs = new ArrayList<>();
            if (!demand.negated()) {
                place.others()
                        .forEach((pointer, value) -> needs.add(Wanted.must(new Place(pointer), equal(value), demand)));
                needs.addAll(others(name, demand));
            }
            needs.add(Wanted.of(
                    new Place(place.pointer()), place.lens(), place.list() ? new OfList(test) : test, demand));
            ways.add(needs);
        }
        return ways.isEmpty() ? null : ways;
    }

    /** What a field of an audit event needs beside its own value. */
    private static List<Wanted> others(String field, Demand demand) {
        if (field.startsWith("ka.req.binding.subjects.")) {
            String kind = field.contains("user") ? "User" : field.contains("group") ? "Group" : "ServiceAccount";
            return List.of(Wanted.must(new Place("/requestObject/subjects/-/kind"), equal(kind), demand));
        }
        return field.equals("ka.target.pod.name")
                ? List.of(Wanted.must(new Place("/objectRef/resource"), equal("pods"), demand))
                : List.of();
    }

    /** Failures of a user, which Okta's plugin counts. */
    private static List<List<Wanted>> repeated(boolean denied, Demand demand, Comparing test) {
        Wanted count = Wanted.of(REPEATS, test, demand);
        if (demand.negated()) {
            return List.of(List.of(count));
        }
        return List.of(
                denied
                        ? List.of(
                                Wanted.must(new Place("/eventType"), equal("user.mfa.okta_verify.deny_push"), demand),
                                count)
                        : List.of(
                                Wanted.must(new Place("/eventType"), equal("user.authentication.auth_via_mfa"), demand),
                                Wanted.must(new Place("/outcome/result"), equal("FAILURE"), demand),
                                count));
    }

    private static Comparing equal(String value) {
        return new Comparing(Operator.EQ, List.of(value), false, List.of(), Kind.TEXT);
    }

    private static Lens parameter(String name) {
        String start = name + "=";
        return new Lens((value, facts) -> value(value, start), (part, facts) -> {
            String path = facts.value(new Place("/requestURI"), "/");
            int query = path.indexOf('?');
            return List.of(Fragment.whole((query < 0 ? path : path.substring(0, query)) + "?" + start + part.text()));
        });
    }

    private static @Nullable String value(String uri, String start) {
        int query = uri.indexOf('?');
        for (String pair : query < 0 ? new String[0] : uri.substring(query + 1).split("&", -1)) {
            if (pair.startsWith(start)) {
                return pair.substring(start.length());
            }
        }
        return null;
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
