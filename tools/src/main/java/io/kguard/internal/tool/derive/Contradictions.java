// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.event.EventSource;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.Quantifier;
import io.kguard.internal.tool.derive.Comparing.Kind;
import io.kguard.lint.ConstantChecks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Proves that conditions are never true, by two clauses that exclude each other. It says nothing where it has no proof.
 */
final class Contradictions {
    /** Comparisons that are the engine's own, or as simple as equality. */
    private static final Set<Operator> CERTAIN = Set.of(
            Operator.EQ,
            Operator.NE,
            Operator.IN,
            Operator.CONTAINS,
            Operator.ICONTAINS,
            Operator.STARTSWITH,
            Operator.ENDSWITH,
            Operator.GLOB,
            Operator.IGLOB,
            Operator.REGEX,
            Operator.EXISTS);

    private static final Set<Operator> PARTS =
            Set.of(Operator.CONTAINS, Operator.ICONTAINS, Operator.STARTSWITH, Operator.ENDSWITH);

    private static final Set<String> ADDRESSES = Set.of(
            "fd.ip", "fd.net", "fd.sip", "fd.cip", "fd.rip", "fd.lip", "fd.snet", "fd.cnet", "fd.rnet", "fd.lnet");

    private static final int MOST_STEPS = 50_000;

    private final FieldCatalogue catalogue;
    private final FalcoVersion version;
    private final Care care;
    private int steps;

    /** How much a search looks at. */
    enum Care {
        /** Each choice alone. */
        QUICK,
        /** Also two choices together. */
        PAIRS,
        /** Also what is so of all but odd failures of calls. Then a result is no proof. */
        HARDLY
    }

    Contradictions(FieldCatalogue catalogue) {
        this(catalogue, Care.QUICK);
    }

    Contradictions(FieldCatalogue catalogue, Care care) {
        this.catalogue = catalogue;
        this.care = care;
        this.version = catalogue.version();
    }

    /** Two clauses that exclude each other, or null if none were found. */
    ActSolver.Answer.@Nullable Impossible find(Condition condition) {
        steps = 0;
        return never(List.of(new Part(condition, false)), List.of(), care == Care.QUICK);
    }

    private record Known(Demand demand, Question question) {}

    /**
     * Two clauses of which some parts want both.
     *
     * @param alone whether each choice is looked at alone
     */
    private ActSolver.Answer.@Nullable Impossible never(List<Part> all, List<Known> given, boolean alone) {
        List<Part> parts = Part.flattened(all);
        List<Known> known = new ArrayList<>(given);
        for (Part part : parts) {
            if (part.condition() instanceof Condition.Check check) {
                Question question = Question.of(check, catalogue);
                if (question != null) {
                    Known one = new Known(new Demand(check, part.negated()), question);
                    String itself = alone(one);
                    if (itself != null) {
                        return new ActSolver.Answer.Impossible(part.shown(), part.shown(), itself);
                    }
                    for (Known other : known) {
                        String why = excludes(other, one);
                        why = why == null ? excludes(one, other) : why;
                        if (why != null) {
                            return new ActSolver.Answer.Impossible(
                                    other.demand().condition(), part.shown(), why);
                        }
                    }
                    known.add(one);
                }
            }
        }
        ActSolver.Answer.Impossible noAddress = withoutAddress(known);
        if (noAddress != null) {
            return noAddress;
        }
        List<Part> choices = parts.stream()
                .filter(part -> !part.condition().children().isEmpty())
                .toList();
        for (Part choice : choices) {
            ActSolver.Answer.Impossible impossible = neverAny(choice, List.of(), known);
            if (impossible != null) {
                return impossible;
            }
        }
        for (Part choice : alone ? List.<Part>of() : choices) {
            List<Part> others =
                    choices.stream().filter(other -> !other.equals(choice)).toList();
            ActSolver.Answer.Impossible impossible = neverAny(choice, others, known);
            if (impossible != null) {
                return impossible;
            }
        }
        return null;
    }

    /** An address is asked of a descriptor that is no socket of IPv4 or IPv6. */
    private static ActSolver.Answer.@Nullable Impossible withoutAddress(List<Known> known) {
        Condition address = null;
        Condition last = null;
        Set<String> excluded = new HashSet<>();
        for (Known one : known) {
            String field = one.question().field().text();
            boolean compares =
                    one.question().test().operator() != Operator.EXISTS; // of fd.ip that is true of any descriptor
            if (compares && ADDRESSES.contains(field) && !one.demand().negated()) {
                address = one.demand().condition();
            } else if (field.equals("fd.typechar")
                    && one.demand().negated()
                    && isFinite(one.question().test())) {
                excluded.addAll(one.question().test().values());
                last = one.demand().condition();
            }
        }
        return address != null && last != null && excluded.containsAll(List.of("4", "6"))
                ? new ActSolver.Answer.Impossible(address, last, "only sockets of IPv4 and IPv6 have addresses")
                : null;
    }

    /** Whether all alternatives of a part are excluded, each beside others of which something must hold. */
    private ActSolver.Answer.@Nullable Impossible neverAny(Part part, List<Part> others, List<Known> known) {
        List<Condition> children = part.condition().children();
        ActSolver.Answer.Impossible first = null;
        for (Condition child : children) {
            if (++steps > MOST_STEPS) {
                return null;
            }
            List<Part> all = new ArrayList<>(others);
            all.add(new Part(child, part.negated()));
            ActSolver.Answer.Impossible impossible = never(all, known, true);
            if (impossible == null) {
                return null;
            }
            first = first == null ? impossible : first;
        }
        return first == null || children.size() == 1
                ? first
                : new ActSolver.Answer.Impossible(
                        first.first(), part.shown(), first.why() + "; so is each of the other alternatives");
    }

    /** Why a clause alone is never true; null if it may be. */
    private @Nullable String alone(Known one) {
        Comparing test = one.question().test();
        boolean positive = !one.demand().negated();
        if (positive && test.operator() != Operator.EXISTS && test.values().isEmpty()) {
            return "nothing is in a list without values";
        }
        String field = one.question().field().text();
        boolean ofAudit = field.equals("jevt.rawtime") && catalogue.source().equals(EventSource.K8S_AUDIT);
        if (ofAudit && !positive && test.operator() == Operator.EXISTS) {
            return "every audit event has a time";
        }
        if (ofAudit && positive && isFinite(test) && test.values().stream().allMatch("0"::equals)) {
            return "no audit event is of 1970";
        }
        if (field.equals("evt.num") && test.transformers().isEmpty()) {
            boolean never = positive
                    ? (test.operator() == Operator.EQ || test.operator() == Operator.IN)
                            && test.values().stream().allMatch("0"::equals)
                    : test.operator() == Operator.GE && Set.of("0", "1").containsAll(test.values());
            return never ? "the number of an event is at least 1" : null;
        }
        boolean isName = Set.of("proc.name", "proc.pname").contains(field);
        boolean isPart = isFinite(test)
                || PARTS.contains(test.operator()) && test.transformers().isEmpty();
        boolean tooLong = !test.values().isEmpty()
                && test.values().stream().allMatch(value -> value.length() > OrdinaryCalls.MAX_NAME);
        if (positive && isName && isPart && tooLong) {
            return "the kernel cuts the name of a process to " + OrdinaryCalls.MAX_NAME + " characters";
        }
        String always = ConstantChecks.always(field);
        if (always != null && isCertain(test) && test.transformers().isEmpty() && test.holds(always) != positive) {
            return field + " is " + always + " for each event";
        }
        boolean compares = !test.values().isEmpty() && test.operator() != Operator.NE;
        if (positive && compares && test.transformers().isEmpty()) {
            List<String> reasons = test.values().stream()
                    .map(value -> ConstantChecks.forbids(field, test.operator(), value))
                    .toList();
            if (!reasons.contains(null)) {
                return reasons.get(0);
            }
        }
        boolean direction = field.equals("evt.dir") && !version.hasEnterEvents();
        return direction && test.holds("<") == one.demand().negated()
                ? "Falco " + version.number() + " has no events of the begin of a call"
                : null;
    }

    private @Nullable String excludes(Known first, Known second) {
        Comparing given = first.question().test();
        Comparing other = second.question().test();
        String field = first.question().field().text();
        String otherField = second.question().field().text();
        if (first.demand().negated() && !second.demand().negated() && field.equals(otherField) && given.equals(other)) {
            return "one clause is the opposite of the other";
        }
        String onHost = second.demand().negated() || !isHost(first) ? null : neverOnHost(otherField, other);
        if (onHost != null) {
            return onHost;
        }
        if (first.demand().negated()) {
            return second.demand().negated() ? null : withoutFields(field, given, otherField);
        }
        if (!field.equals(otherField)) {
            return betweenFields(field, given, second);
        }
        boolean single = first.question().definition().quantifier() == Quantifier.ONE
                && !first.question().definition().isList();
        if (!single || field.startsWith("evt.rawarg")) {
            return null;
        }
        if (second.demand().negated() && other.operator() == Operator.EXISTS) {
            return "a comparison is true of a value only, and the other clause wants none";
        }
        if (!isCertain(given) || !isCertain(other) || !given.transformers().isEmpty()) {
            return null;
        }
        boolean wanted = !second.demand().negated();
        if (isFinite(given)) {
            return given.values().stream().noneMatch(value -> other.holds(value) == wanted)
                    ? "no value of " + field + " satisfies both"
                    : null;
        }
        return other.transformers().isEmpty() && partsExclude(given, other, wanted)
                ? "no value of " + field + " satisfies both"
                : null;
    }

    /** Whether a clause holds for processes of the host alone. */
    private static boolean isHost(Known one) {
        Comparing test = one.question().test();
        return one.question().field().text().equals("container.id")
                && test.transformers().isEmpty()
                && test.values().equals(List.of("host"))
                && (one.demand().negated() ? test.operator() == Operator.NE : isFinite(test));
    }

    /** Why a comparison is false for each process of the host; null if it may be true. */
    private static @Nullable String neverOnHost(String field, Comparing test) {
        if (ConstantChecks.isMissingOnHost(field)) {
            return "a process of the host has no " + field;
        }
        String value = ConstantChecks.valueOnHost(field);
        return value == null || test.operator() == Operator.EXISTS || !isCertain(test) || test.holds(value)
                ? null
                : "for a process of the host " + field + " is " + (value.isEmpty() ? "empty" : value);
    }

    private static boolean isFinite(Comparing test) {
        boolean plain =
                test.operator() == Operator.GLOB && test.values().stream().allMatch(Comparing::isPlain);
        return (test.operator() == Operator.EQ || test.operator() == Operator.IN || plain)
                && test.transformers().isEmpty()
                && !test.values().isEmpty();
    }

    private static boolean isCertain(Comparing test) {
        if (test.kind() == Kind.NETWORK) {
            return false;
        }
        boolean number = test.kind() == Kind.NUMBER;
        return (CERTAIN.contains(test.operator())
                        || isPlainMatch(test)
                        || number && test.operator().isOrder())
                && (!number
                        || test.values().stream().allMatch(value -> value.matches("0|-?[1-9][0-9]{0,17}|true|false")));
    }

    /** Whether a text with one part can't be as the other comparison wants it. */
    private static boolean partsExclude(Comparing given, Comparing other, boolean wanted) {
        if (given.values().size() != 1 || other.values().size() != 1) {
            return false;
        }
        String part = given.values().get(0);
        String otherPart = other.values().get(0);
        if (given.operator() == Operator.GLOB && !wanted) {
            String end = part.substring(part.lastIndexOf('*') + 1);
            return other.operator() == Operator.ENDSWITH && Comparing.isPlain(end) && end.endsWith(otherPart);
        }
        if (wanted) {
            return given.operator() == Operator.STARTSWITH
                            && other.operator() == Operator.STARTSWITH
                            && !part.startsWith(otherPart)
                            && !otherPart.startsWith(part)
                    || given.operator() == Operator.ENDSWITH
                            && other.operator() == Operator.ENDSWITH
                            && !part.endsWith(otherPart)
                            && !otherPart.endsWith(part);
        }
        boolean text = Set.of(Operator.STARTSWITH, Operator.ENDSWITH, Operator.CONTAINS)
                .contains(given.operator());
        return text
                && (other.operator() == Operator.CONTAINS && part.contains(otherPart)
                        || other.operator() == Operator.STARTSWITH
                                && given.operator() == Operator.STARTSWITH
                                && part.startsWith(otherPart)
                        || other.operator() == Operator.ENDSWITH
                                && given.operator() == Operator.ENDSWITH
                                && part.endsWith(otherPart));
    }

    /** Whether none of some paths is in, or leads to, one of some directories. */
    private static boolean isOutside(Comparing directory, Comparing path) {
        return isOfStarts(directory)
                && isOfStarts(path)
                && path.values().stream()
                        .allMatch(one -> one.startsWith("/")
                                && directory.values().stream()
                                        .noneMatch(folder -> one.startsWith(folder) || folder.startsWith(one)));
    }

    private static boolean isOfStarts(Comparing test) {
        return isFinite(test)
                || test.transformers().isEmpty()
                        && (test.operator() == Operator.STARTSWITH || isPlainMatch(test))
                        && !test.values().isEmpty();
    }

    private static boolean isPlainMatch(Comparing test) {
        return test.operator() == Operator.PMATCH
                && test.values().stream().allMatch(value -> value.matches("(/[\\w.-]+)+"));
    }

    private @Nullable String betweenFields(String field, Comparing given, Known second) {
        String other = second.question().field().text();
        if (!second.demand().negated()
                && field.equals("fd.directory")
                && other.equals("fd.name")
                && isOutside(given, second.question().test())) {
            return "a file is in its directory";
        }
        if (second.demand().negated() || !isFinite(given) || !field.equals("evt.type")) {
            return null;
        }
        if (other.startsWith("evt.arg.")) {
            String param = other.substring("evt.arg.".length());
            if (noneOf(given, type -> type.indexOf(param) >= 0)) {
                return "events of this type have no parameter \"" + param + "\"";
            }
        }
        boolean ofDescriptor = other.startsWith("fd.") && !other.equals("fd.types");
        if (ofDescriptor && noneOf(given, EventType::concernsFd)) {
            return "events of this type are about no descriptor";
        }
        Comparing test = second.question().test();
        EventTable table = EventTable.of(version);
        boolean known =
                given.values().stream().noneMatch(name -> table.named(name).isEmpty());
        List<EventType> types = given.values().stream()
                .flatMap(name -> table.named(name).stream())
                .toList();
        if (!known || !test.transformers().isEmpty()) {
            return null;
        }
        String why = ConstantChecks.never(types, second.question().field(), test.operator(), test.values());
        return why == null && care == Care.HARDLY
                ? ConstantChecks.hardlyEver(types, second.question().field(), test.operator(), test.values())
                : why;
    }

    /** What can't be where a comparison is false. */
    private @Nullable String withoutFields(String field, Comparing given, String other) {
        if (!field.equals("evt.type") || !isFinite(given) || !other.startsWith("evt.arg.")) {
            return null;
        }
        String param = other.substring("evt.arg.".length());
        boolean others = EventTable.of(version).types().stream()
                .anyMatch(type -> type.indexOf(param) >= 0 && !given.values().contains(type.name()));
        return others ? null : "no other events have a parameter \"" + param + "\"";
    }

    private boolean noneOf(Comparing types, Predicate<EventType> which) {
        EventTable table = EventTable.of(version);
        return types.values().stream()
                .allMatch(name -> !table.named(name).isEmpty()
                        && table.named(name).stream().noneMatch(which));
    }
}
