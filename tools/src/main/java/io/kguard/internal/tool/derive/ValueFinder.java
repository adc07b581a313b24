// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.internal.tool.derive.Fragment.Place;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds a value that satisfies all needs of a fact: one that is kept, an ordinary one, one of the condition's own, or
 * one that is put together of their parts. The first that is right is taken, so the nicest ones come first.
 */
final class ValueFinder {
    private static final int MOST_VALUES = 1500;
    private static final int MOST_PARTS = 40;
    private static final int MOST_ASSEMBLIES = 60;
    /** How many values are looked at after one that is right and not usual. */
    private static final int MOST_AFTER_RIGHT = 100;

    private final Ordinary ordinary;
    /** What to stay close to; null for nothing. */
    private final @Nullable Facts near;

    private final ActSolver.Effort effort;
    private int assemblies;

    ValueFinder(Ordinary ordinary, @Nullable Facts near, ActSolver.Effort effort) {
        this.effort = effort;
        this.ordinary = ordinary;
        this.near = near;
    }

    /** Decides a fact alone. Returns false if no value was found that is right; then the fact is as before. */
    private boolean decide(Fact fact, List<Wanted> needs, Facts facts) {
        String before = facts.decided(fact);
        String kept = near == null ? null : near.decided(fact);
        boolean nothing = Facts.NOTHING.equals(kept) && needs.stream().allMatch(Wanted::holdsOfNothing);
        if (nothing || kept != null && !kept.equals(Facts.NOTHING) && isRight(kept, fact, needs, facts)) {
            facts.decide(fact, String.valueOf(kept));
            return true;
        }
        facts.forget(fact);
        String usual = facts.value(fact);
        if (usual == null ? needs.stream().allMatch(Wanted::holdsOfNothing) : isRight(usual, fact, needs, facts)) {
            return true;
        }
        if (ordinary.isOptional(fact) && needs.stream().allMatch(Wanted::holdsOfNothing)) {
            facts.decide(fact, Facts.NOTHING);
            return true;
        }
        String right = null;
        int left = MOST_AFTER_RIGHT;
        for (String value : candidates(fact, needs, facts)) {
            if (right != null && left-- == 0) {
                break;
            }
            if ((right == null || ordinary.isUsual(fact, value)) && isRight(value, fact, needs, facts)) {
                right = value;
                if (ordinary.isUsual(fact, value)) {
                    break;
                }
            }
        }
        if (right != null) {
            facts.decide(fact, right);
            return true;
        }
        if (before != null) {
            facts.decide(fact, before);
        }
        return false;
    }

    /**
     * Decides a fact, and forgets what it must agree with: at first where nothing is asked of that, and then wherever no value is
     * right. Whether another one is right for that, the caller must see.
     */
    boolean decide(Fact fact, Map<Fact, List<Wanted>> all, Facts facts) {
        List<Wanted> needs = all.getOrDefault(fact, List.of());
        List<Fact> beside = ordinary.beside(fact);
        beside.stream().filter(other -> !all.containsKey(other)).forEach(facts::forget);
        if (decide(fact, needs, facts)) {
            return true;
        }
        if (beside.stream().allMatch(other -> facts.decided(other) == null)) {
            return false;
        }
        beside.forEach(facts::forget);
        return decide(fact, needs, facts);
    }

    /** Whether a need leaves only values that the machines that rules are for don't have. */
    boolean isUnusual(Wanted need, Facts facts) {
        List<Fragment> parts = need.negated() ? List.of() : need.fragments(facts);
        return !parts.isEmpty()
                && parts.stream()
                        .allMatch(part -> part.place() == Place.WHOLE && !ordinary.isUsual(need.fact(), part.text()));
    }

    /** Whether a fact can still be as it is decided: another event type may have other parameters. */
    boolean isSound(Fact fact, Facts facts) {
        String value = facts.decided(fact);
        return value == null || value.equals(Facts.NOTHING) || ordinary.isPossible(fact, value, facts);
    }

    /** Whether a fact, as it is decided, satisfies its needs. */
    static boolean isSatisfied(Fact fact, List<Wanted> needs, Facts facts) {
        String value = facts.value(fact);
        return value == null
                ? needs.stream().allMatch(Wanted::holdsOfNothing)
                : needs.stream().allMatch(need -> need.holds(value, facts));
    }

    private boolean isRight(String value, Fact fact, List<Wanted> needs, Facts facts) {
        if (!effort.spend() || !ordinary.isPossible(fact, value, facts)) {
            return false;
        }
        for (Wanted need : needs) {
            if (!effort.spend() || !need.holds(value, facts)) {
                return false;
            }
        }
        return true;
    }

    private Set<String> candidates(Fact fact, List<Wanted> needs, Facts facts) {
        Set<String> values = new LinkedHashSet<>();
        List<List<Fragment>> choices = new ArrayList<>();
        for (Wanted need : needs) {
            List<Fragment> parts = need.fragments(facts);
            if (!parts.isEmpty()) {
                choices.add(parts.subList(0, Math.min(MOST_PARTS * 4, parts.size())));
            }
        }
        boolean joins = !ordinary.glue(fact).isEmpty();
        List<String> preferred = ordinary.preferred(fact, facts);
        values.addAll(preferred);
        for (List<Fragment> parts : choices) {
            for (Fragment part : parts) {
                if (part.place() == Place.WHOLE) {
                    values.add(part.text());
                    values.add(ordinary.whole(fact, part.text(), facts));
                } else if (part.place() == Place.START) {
                    values.addAll(ordinary.beginning(fact, part.text(), facts));
                }
            }
        }
        List<List<Fragment>> joined = choices.stream()
                .map(parts -> parts.stream()
                        .filter(part -> joins || part.place() != Place.WHOLE)
                        .toList())
                .filter(parts -> !parts.isEmpty())
                .toList();
        assemblies = 0;
        combine(fact, joined, 0, new Parts(), facts, values);
        for (String value : preferred) {
            for (String tail : new String[] {"1", "2", "-x", "x"}) {
                values.add(value + tail);
            }
        }
        return values;
    }

    /** What a value must begin with, contain and end with. */
    private static final class Parts {
        private final List<String> starts = new ArrayList<>();
        private final List<String> insides = new ArrayList<>();
        private final List<String> ends = new ArrayList<>();

        Parts with(Fragment part) {
            Parts more = new Parts();
            more.starts.addAll(starts);
            more.insides.addAll(insides);
            more.ends.addAll(ends);
            switch (part.place()) {
                case START -> more.starts.add(part.text());
                case END -> more.ends.add(part.text());
                case INSIDE, WHOLE -> more.insides.add(part.text());
            }
            return more;
        }

        private static String longest(List<String> texts) {
            String longest = "";
            for (String text : texts) {
                longest = text.length() > longest.length() ? text : longest;
            }
            return longest;
        }
    }

    private void combine(
            Fact fact, List<List<Fragment>> choices, int at, Parts parts, Facts facts, Set<String> values) {
        if (values.size() > MOST_VALUES || assemblies > MOST_ASSEMBLIES) {
            return;
        }
        if (at == choices.size()) {
            assemblies++;
            assemble(fact, parts, facts, values);
            return;
        }
        List<Fragment> choice = choices.get(at);
        for (Fragment part : choice.subList(0, Math.min(MOST_PARTS, choice.size()))) {
            combine(fact, choices, at + 1, parts.with(part), facts, values);
        }
    }

    private void assemble(Fact fact, Parts parts, Facts facts, Set<String> values) {
        boolean words = fact instanceof Fact.OfProcess of && of.key() == Fact.Key.ARGS;
        boolean path = ordinary.isPath(fact, facts);
        String start = Parts.longest(parts.starts);
        String end = Parts.longest(parts.ends);
        StringBuilder inside = new StringBuilder();
        for (String part : parts.insides) {
            if (inside.indexOf(part) < 0 && !start.contains(part) && !end.contains(part)) {
                inside.append(inside.length() == 0 ? "" : ordinary.glue(fact)).append(part);
            }
        }
        String middle = inside.toString();
        if (words) {
            values.add(overlapped(overlapped(start.stripLeading(), middle.strip()), end.stripTrailing())
                    .strip());
        }
        if (path && start.isEmpty()) {
            for (String folder : List.of("/root", "/tmp", "/usr/share")) {
                String rest = middle + end;
                values.add(folder + (rest.startsWith("/") ? "" : "/") + overlapped(middle, end));
            }
        }
        if (path && !start.endsWith("/") && !(middle + end).isEmpty() && !(middle + end).startsWith("/")) {
            values.add(start + "/" + overlapped(middle, end));
        }
        if (start.endsWith("/") && (middle + end).isEmpty()) {
            values.add(start + "data");
        }
        values.add(overlapped(overlapped(start, middle), end));
        values.add(overlapped(start, middle) + end);
        for (String filler : ordinary.fillers(fact, facts)) {
            values.add(overlapped(overlapped(start, middle), filler + end));
            values.add(overlapped(overlapped(start + filler, middle), end));
            values.add(start + filler + middle + end);
            values.add(start + middle + filler + end);
            values.add(start + filler + middle + filler + end);
            values.add(filler + start + middle + end);
            values.add(filler + overlapped(middle, end) + filler);
        }
    }

    /** Two texts in sequence, where the end of one may be the start of the other. */
    private static String overlapped(String first, String second) {
        if (first.endsWith(second)) {
            return first;
        }
        for (int length = Math.min(first.length(), second.length()); length > 0; length--) {
            if (first.endsWith(second.substring(0, length))) {
                return first + second.substring(length);
            }
        }
        return first + second;
    }
}
