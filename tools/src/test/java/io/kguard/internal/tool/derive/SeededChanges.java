// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.rule.Priority;
import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Changes of rules as people make them, in a file that is loaded after them. The same seed gives the same changes. */
final class SeededChanges {
    private static final Set<String> EVENT_TYPE = Set.of("evt.type", "evt.dir");

    private final Random random;
    private final List<Rule> rules;

    /** The checks of each source. */
    private final Map<String, List<Condition.Check>> checks = new HashMap<>();

    /** The values that each field is compared with. */
    private final Map<String, TreeSet<String>> values = new HashMap<>();

    /** What is changed. */
    enum Group {
        DROPPED,
        NEGATED,
        LITERAL,
        OPERATOR,
        LIST_ITEM_DROPPED,
        EXCLUSION_ITEM_ADDED,
        CLAUSE_ADDED,
        BRANCH_ADDED,
        EXCEPTION_ADDED,
        LIST_ITEM_ADDED,
        METADATA,
        EVENT_TYPE_OR_MACRO
    }

    /**
     * A change.
     *
     * @param text the file that makes it
     * @param words what is changed
     */
    record Change(Group group, Rule rule, String text, String words) {}

    /** A check of a condition, and how a condition with something in its place is made. */
    private record Site(
            Condition.Check check, boolean negative, boolean inMacro, Function<Condition, Condition> place) {}

    SeededChanges(List<Rule> rules, long seed) {
        this.rules = rules;
        this.random = new Random(seed);
        for (Rule rule : rules) {
            for (Site site : sites(rule.condition())) {
                checks.computeIfAbsent(rule.source(), source -> new ArrayList<>())
                        .add(site.check);
                site.check
                        .right()
                        .values()
                        .forEach(value -> values.computeIfAbsent(field(site.check), field -> new TreeSet<>())
                                .add(value.value()));
            }
        }
    }

    /** So many changes of each group, each of another rule as far as there are such. */
    List<Change> each(int size) {
        List<Change> all = new ArrayList<>();
        List<Rule> order = new ArrayList<>(rules);
        for (Group group : Group.values()) {
            Collections.shuffle(order, random);
            Map<String, Change> made = new LinkedHashMap<>();
            for (int round = 0; round < 20 && made.size() < size; round++) {
                for (Rule rule : order) {
                    if (made.size() < size) {
                        change(group, rule).ifPresent(change -> made.putIfAbsent(change.text, change));
                    }
                }
            }
            all.addAll(made.values());
        }
        return all;
    }

    private Optional<Change> change(Group group, Rule rule) {
        return switch (group) {
            case METADATA -> Optional.of(metadata(rule));
            case EXCEPTION_ADDED -> exception(rule);
            case DROPPED -> dropped(rule);
            case CLAUSE_ADDED -> clause(rule);
            case EVENT_TYPE_OR_MACRO -> eventType(rule);
            default -> ofCheck(group, rule);
        };
    }

    private Optional<Change> ofCheck(Group group, Rule rule) {
        List<Site> sites = sites(rule.condition()).stream()
                .filter(site -> !EVENT_TYPE.contains(field(site.check)) && !site.inMacro)
                .toList();
        return shuffled(sites).stream()
                .flatMap(site -> changed(group, site)
                        .map(other -> replaced(
                                group,
                                rule,
                                site.place.apply(other),
                                ConditionPrinter.print(site.check) + " -> " + ConditionPrinter.print(other)
                                        + (site.negative ? ", in an exclusion" : "")))
                        .stream())
                .findFirst();
    }

    private Optional<Condition> changed(Group group, Site site) {
        Condition.Check check = site.check;
        List<Operand.Text> items = check.right() instanceof Operand.TextList list ? list.values() : List.of();
        return switch (group) {
            case NEGATED -> Optional.of(Conditions.not(check));
            case LITERAL -> literal(check);
            case OPERATOR -> operator(check);
            case LIST_ITEM_DROPPED -> {
                if (items.size() < 2) {
                    yield Optional.empty();
                }
                List<Operand.Text> fewer = new ArrayList<>(items);
                fewer.remove(random.nextInt(items.size()));
                yield Optional.of(with(check, fewer));
            }
            case EXCLUSION_ITEM_ADDED, LIST_ITEM_ADDED -> {
                if (items.isEmpty() || site.negative != (group == Group.EXCLUSION_ITEM_ADDED)) {
                    yield Optional.empty();
                }
                List<Operand.Text> more = new ArrayList<>(items);
                more.add(text(check, other(check)));
                yield Optional.of(with(check, more));
            }
            case BRANCH_ADDED -> {
                if (site.negative || !(check.right() instanceof Operand.Text)) {
                    yield Optional.empty();
                }
                Condition.Check other = with(check, check.operator(), text(check, other(check)));
                yield other.right().equals(check.right())
                        ? Optional.empty()
                        : Optional.of(new Condition.Or(List.of(check, other), check.span()));
            }
            default -> throw new IllegalArgumentException(group.toString());
        };
    }

    private Optional<Condition> literal(Condition.Check check) {
        if (!(check.right() instanceof Operand.Text text) || text.value().length() < 2) {
            return Optional.empty();
        }
        String value = text.value();
        String other = value.matches("-?\\d+")
                ? String.valueOf(Long.parseLong(value) + 1 + random.nextInt(3))
                : value.matches("true|false") ? "" : value.substring(0, value.length() - 1);
        return other.isEmpty() ? Optional.empty() : Optional.of(with(check, check.operator(), text(check, other)));
    }

    private Optional<Condition> operator(Condition.Check check) {
        List<Operator> others = switch (check.operator()) {
            case EQ -> List.of(Operator.NE, Operator.STARTSWITH, Operator.CONTAINS);
            case NE -> List.of(Operator.EQ);
            case CONTAINS -> List.of(Operator.STARTSWITH, Operator.ENDSWITH, Operator.EQ);
            case STARTSWITH, ENDSWITH -> List.of(Operator.CONTAINS, Operator.EQ);
            case LT -> List.of(Operator.LE, Operator.GT);
            case GT -> List.of(Operator.GE, Operator.LT);
            case LE -> List.of(Operator.LT);
            case GE -> List.of(Operator.GT);
            default -> List.of();
        };
        boolean isNumber =
                check.right() instanceof Operand.Text text && text.value().matches("-?[0-9.:]+|true|false");
        List<Operator> fit = isNumber
                ? others.stream()
                        .filter(each -> each == Operator.NE || each == Operator.EQ || each.isOrder())
                        .toList()
                : others;
        return fit.isEmpty() ? Optional.empty() : Optional.of(with(check, pick(fit), check.right()));
    }

    private Optional<Change> dropped(Rule rule) {
        List<Condition> parts = parts(rule.condition());
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < parts.size() && parts.size() > 1; i++) {
            if (!isOfEventType(parts.get(i))) {
                places.add(i);
            }
        }
        if (places.isEmpty()) {
            return Optional.empty();
        }
        List<Condition> left = new ArrayList<>(parts);
        Condition part = left.remove((int) pick(places));
        return Optional.of(
                replaced(Group.DROPPED, rule, Conditions.all(left), "without " + ConditionPrinter.print(part)));
    }

    private Optional<Change> clause(Rule rule) {
        Set<String> own = sites(rule.condition()).stream()
                .map(site -> ConditionPrinter.print(site.check))
                .collect(Collectors.toSet());
        List<Condition.Check> fit = checks.get(rule.source()).stream()
                .filter(check -> !EVENT_TYPE.contains(field(check)) && !own.contains(ConditionPrinter.print(check)))
                .toList();
        Condition more = pick(fit);
        more = random.nextInt(3) > 0 ? Conditions.not(more) : more;
        List<Condition> all = new ArrayList<>(parts(rule.condition()));
        all.add(more);
        return Optional.of(replaced(
                Group.CLAUSE_ADDED, rule, new Condition.And(all, more.span()), "and " + ConditionPrinter.print(more)));
    }

    private Optional<Change> eventType(Rule rule) {
        List<Site> types = sites(rule.condition()).stream()
                .filter(site -> field(site.check).equals("evt.type"))
                .toList();
        if (types.isEmpty()) {
            return Optional.empty();
        }
        Site site = pick(types);
        List<Operand.Text> items = new ArrayList<>(site.check.right().values());
        String what;
        if (items.size() > 1 && random.nextBoolean()) {
            what = "without " + items.remove(random.nextInt(items.size())).value();
        } else {
            String more = pick(List.of("openat2", "unlink", "connect", "execveat", "rename", "chmod", "mkdir"));
            if (items.stream().anyMatch(item -> item.value().equals(more))) {
                return Optional.empty();
            }
            items.add(new Operand.Text(more, false, site.check.span()));
            what = "also " + more;
        }
        Condition.Check other = new Condition.Check(
                site.check.left(),
                Operator.IN,
                null,
                new Operand.TextList(items, site.check.span()),
                site.check.span());
        return Optional.of(replaced(
                Group.EVENT_TYPE_OR_MACRO,
                rule,
                site.place.apply(other),
                ConditionPrinter.print(site.check) + ": " + what + (site.inMacro ? ", in a macro" : "")));
    }

    private Optional<Change> exception(Rule rule) {
        List<Condition.Check> fit = checks.get(rule.source()).stream()
                .filter(check -> check.left() instanceof Operand.FieldRef field
                        && field.argument() == null
                        && !EVENT_TYPE.contains(field.name())
                        && (check.operator() == Operator.EQ
                                || check.operator() == Operator.STARTSWITH
                                || check.operator() == Operator.ENDSWITH)
                        && check.right() instanceof Operand.Text)
                .toList();
        Condition.Check one = pick(fit);
        Condition.Check two = pick(fit);
        boolean both = !field(one).equals(field(two)) && random.nextBoolean();
        String fields = both ? field(one) + ", " + field(two) : field(one);
        String comps = quoted(one.operator().symbol())
                + (both ? ", " + quoted(two.operator().symbol()) : "");
        String of = quoted(((Operand.Text) one.right()).value())
                + (both ? ", " + quoted(((Operand.Text) two.right()).value()) : "");
        String exception = "{name: seeded, fields: [" + fields + "], comps: [" + comps + "], values: [[" + of + "]]}";
        return Optional.of(new Change(
                Group.EXCEPTION_ADDED,
                rule,
                "- rule: " + quoted(rule.name()) + "\n  exceptions: [" + exception
                        + "]\n  override: {exceptions: append}\n",
                exception));
    }

    private Change metadata(Rule rule) {
        return switch (random.nextInt(5)) {
            case 0 -> {
                String other = pick(Stream.of(Priority.values())
                                .filter(each -> each != rule.priority())
                                .toList())
                        .label();
                yield metadata(rule, "priority: " + other, "priority: replace", "priority " + other);
            }
            case 1 ->
                metadata(rule, "output: \"| more evt.time=%evt.time\"", "output: append", "output has a field more");
            case 2 -> {
                String other = rule.output().replaceFirst("%[a-z0-9._]+(\\[[^]]*\\])?", "x");
                String changed = other.equals(rule.output()) ? "Something " + rule.output() : other;
                yield metadata(rule, "output: " + quoted(changed), "output: replace", "output: " + changed);
            }
            case 3 -> metadata(rule, "tags: [seeded]", "tags: append", "tags have one more");
            default -> metadata(rule, "enabled: false", "enabled: replace", "not enabled");
        };
    }

    private static Change metadata(Rule rule, String line, String override, String words) {
        return new Change(
                Group.METADATA,
                rule,
                "- rule: " + quoted(rule.name()) + "\n  " + line + "\n  override: {" + override + "}\n",
                words);
    }

    private static Change replaced(Group group, Rule rule, Condition condition, String words) {
        String exceptions = rule.exceptions().isEmpty() ? "" : "  exceptions: []\n";
        String override = rule.exceptions().isEmpty() ? "" : ", exceptions: replace";
        return new Change(
                group,
                rule,
                "- rule: " + quoted(rule.name()) + "\n  condition: " + quoted(ConditionPrinter.printExpanded(condition))
                        + "\n" + exceptions + "  override: {condition: replace" + override + "}\n",
                words);
    }

    /** Another value that is likely for a field: one that other rules compare it with, or a neighbour of its own. */
    private String other(Condition.Check check) {
        List<String> own = check.right().values().stream()
                .map(Operand.Text::value)
                .distinct()
                .toList();
        List<String> others = values.getOrDefault(field(check), new TreeSet<>()).stream()
                .filter(value -> !own.contains(value))
                .toList();
        String some = pick(own);
        if (some.matches("-?\\d+")) {
            return String.valueOf(Long.parseLong(some) + 1);
        }
        if (!others.isEmpty() && random.nextBoolean()) {
            return pick(others);
        }
        return some + pick(List.of("-", "2", ".bak", "-agent"));
    }

    private static Operand.Text text(Condition.Check check, String value) {
        return new Operand.Text(value, true, check.span());
    }

    private static Condition.Check with(Condition.Check check, List<Operand.Text> items) {
        return with(
                check,
                check.operator(),
                new Operand.TextList(items, check.right().span()));
    }

    private static Condition.Check with(Condition.Check check, Operator operator, Operand right) {
        return new Condition.Check(check.left(), operator, check.modifier(), right, check.span());
    }

    private static String field(Condition.Check check) {
        return ConditionPrinter.print(check.left());
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static boolean isOfEventType(Condition condition) {
        return condition instanceof Condition.Check check
                ? EVENT_TYPE.contains(field(check))
                : condition.children().stream().anyMatch(SeededChanges::isOfEventType);
    }

    private static List<Condition> parts(Condition condition) {
        return condition instanceof Condition.And and ? and.children() : List.of(condition);
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private <T> List<T> shuffled(List<T> all) {
        List<T> other = new ArrayList<>(all);
        Collections.shuffle(other, random);
        return other;
    }

    private static List<Site> sites(Condition whole) {
        List<Site> sites = new ArrayList<>();
        collect(whole, false, false, changed -> changed, sites);
        return sites;
    }

    private static void collect(
            Condition condition,
            boolean negative,
            boolean inMacro,
            Function<Condition, Condition> place,
            List<Site> sites) {
        if (condition instanceof Condition.Check check) {
            sites.add(new Site(check, negative, inMacro, place));
        } else if (condition instanceof Condition.Not not) {
            collect(not.child(), !negative, inMacro, part -> place.apply(Conditions.not(part)), sites);
        } else if (condition instanceof Condition.MacroUse use) {
            collect(use.body(), negative, true, place, sites);
        } else {
            boolean all = condition instanceof Condition.And;
            List<Condition> children = condition.children();
            for (int i = 0; i < children.size(); i++) {
                int index = i;
                collect(
                        children.get(i),
                        negative,
                        inMacro,
                        part -> {
                            List<Condition> changed = new ArrayList<>(children);
                            changed.set(index, part);
                            return place.apply(
                                    all
                                            ? new Condition.And(changed, condition.span())
                                            : new Condition.Or(changed, condition.span()));
                        },
                        sites);
            }
        }
    }
}
