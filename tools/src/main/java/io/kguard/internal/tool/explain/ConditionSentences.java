// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.explain;

import io.kguard.event.ParamType;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.message.WrappedLine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A condition in plain sentences: an indented list, in which macros are written out. */
final class ConditionSentences {
    /** How many lines a condition has at most. */
    static final int MOST_LINES = 40;

    /** How many it has before parts of it are written out. */
    private static final int MOST_CLOSED = 30;
    /** How many groups may be written out. */
    private static final int MOST_TRIED = 200;
    /** More lines than ever fit: what follows need not be written to see that. */
    private static final int ENOUGH = 1000;

    private static final int LISTED = 6;
    private static final int LONGEST_VALUE = 100;

    /** A clause, or several that belong together. */
    private sealed interface Part {
        /** How many clauses it is. */
        int clauses();

        /** The same as a part of a macro, if it is of none yet. */
        Part within(String macro);
    }

    private record Sentence(String text, String macro) implements Part {
        @Override
        public Part within(String other) {
            return macro.isEmpty() ? new Sentence(text, other) : this;
        }

        @Override
        public String toString() {
            return text + of(macro);
        }

        @Override
        public int clauses() {
            return 1;
        }
    }

    /** Parts of which all, one, not all or none must be so. */
    private record Group(boolean all, boolean negated, String macro, List<Part> parts) implements Part {
        @Override
        public int clauses() {
            return parts.stream().mapToInt(Part::clauses).sum();
        }

        @Override
        public Part within(String other) {
            return macro.isEmpty() ? new Group(all, negated, other, parts) : this;
        }

        String title() {
            String so = negated ? "none of these is so" : "one of these is so";
            if (all) {
                so = negated ? "not all of these are so" : "all of these are so";
            }
            return so + of(macro);
        }

        String word() {
            return all ? "and " : "or ";
        }
    }

    private final KnownFields fields;
    private final Map<String, Optional<KnownFields.Named>> found = new HashMap<>();

    private ConditionSentences(KnownFields fields) {
        this.fields = fields;
    }

    /** The lines of a condition, of which the first goes on behind "it is so". What does not fit is counted in the last one. */
    static List<String> of(Condition condition, KnownFields fields) {
        Part part = new ConditionSentences(fields).part(condition, false, "");
        Group root = part instanceof Group group && !group.negated ? group : new Group(true, false, "", List.of(part));
        return new Outline(root).lines();
    }

    /** The lines of a group. Of the groups in it, those are written out for which there is room: what must be so comes first. */
    private static final class Outline {
        private final Group root;
        private final Set<Group> open = Collections.newSetFromMap(new IdentityHashMap<>());
        private int shown;
        private int left;

        Outline(Group root) {
            this.root = root;
            this.shown = root.parts.size();
        }

        List<String> lines() {
            while (shown > 1 && written().size() > MOST_CLOSED) {
                shown--;
            }
            List<Group> groups = new ArrayList<>();
            collect(root, shown, groups);
            groups.sort(Comparator.comparing(Group::negated));
            for (Group group : groups.subList(0, Math.min(MOST_TRIED, groups.size()))) {
                open.add(group);
                if (written().size() > MOST_LINES) {
                    open.remove(group);
                }
            }
            return written();
        }

        private static void collect(Group group, int most, List<Group> groups) {
            for (Part part : group.parts.subList(0, most)) {
                if (part instanceof Group inner && groups.size() < MOST_TRIED) {
                    groups.add(inner);
                    collect(inner, Math.min(MOST_TRIED, inner.parts.size()), groups);
                }
            }
        }

        private List<String> written() {
            left = 0;
            List<String> lines = new ArrayList<>();
            lines.add(root.parts.size() == 1 ? "this is so" : root.title());
            add(lines, root, 1, shown);
            root.parts.subList(shown, root.parts.size()).forEach(part -> left += part.clauses());
            if (left > 0) {
                lines.add("  Left out: " + left + (left == 1 ? " clause" : " clauses"));
            }
            return lines;
        }

        private void add(List<String> lines, Group group, int indent, int most) {
            String word = "";
            for (Part part : group.parts.subList(0, most)) {
                String begin = "  ".repeat(indent) + word;
                word = group.word();
                if (part instanceof Group inner && open.contains(inner)) {
                    lines.addAll(WrappedLine.of(begin + inner.title() + ":"));
                    add(lines, inner, indent + 1, inner.parts.size());
                } else if (part instanceof Group inner) {
                    left += inner.clauses();
                    lines.addAll(WrappedLine.of(begin + inner.title().replace("these", inner.clauses() + " clauses")));
                } else {
                    lines.addAll(WrappedLine.of(begin + part));
                }
                if (lines.size() > ENOUGH) {
                    return;
                }
            }
        }
    }

    private static String of(String macro) {
        return macro.isEmpty() ? "" : " [" + macro + "]";
    }

    private Part part(Condition condition, boolean negated, String macro) {
        if (condition instanceof Condition.Not not) {
            return part(not.child(), !negated, macro);
        } else if (condition instanceof Condition.MacroUse use) {
            return part(use.body(), negated, use.name());
        } else if (condition instanceof Condition.And || condition instanceof Condition.Or) {
            boolean all = condition instanceof Condition.And;
            List<Part> parts = new ArrayList<>();
            for (Condition child : condition.children()) {
                Part part = part(child, false, "");
                if (part instanceof Group group && group.all == all && !group.negated) {
                    group.parts.forEach(one -> parts.add(one.within(group.macro)));
                } else {
                    parts.add(part);
                }
            }
            return new Group(all, negated, macro, parts);
        }
        return condition instanceof Condition.Check check
                ? new Sentence(sentence(check, negated), macro)
                : new Sentence(ConditionPrinter.print(condition), macro);
    }

    private String sentence(Condition.Check check, boolean negated) {
        Optional<KnownFields.Named> field =
                check.left() instanceof Operand.FieldRef ref ? found(ref) : Optional.empty();
        Operator operator = check.operator();
        List<Operand.Text> values = check.right().values();
        if (field.isPresent()
                && field.get().definition().type() == ParamType.BOOL
                && values.size() == 1
                && (operator == Operator.EQ || operator == Operator.NE)) {
            boolean so = values.get(0).value().equals("true") ^ operator == Operator.NE ^ negated;
            return (so ? "" : "it is not so that ") + phrase(check.left());
        }
        Word word = Word.operator(
                operator == Operator.IN && values.size() == 1 && !isList(field) ? "=" : operator.symbol());
        return phrase(check.left()) + " " + (negated ? word.negated() : word.phrase()) + right(check);
    }

    private static boolean isList(Optional<KnownFields.Named> field) {
        return field.isPresent() && field.get().definition().list();
    }

    private String right(Condition.Check check) {
        Operand right = check.right();
        if (right instanceof Operand.None) {
            return "";
        } else if (right instanceof Operand.Expression expression) {
            return " " + phrase(expression);
        }
        String modifier = check.modifier() == null
                ? ""
                : switch (check.modifier()) {
                    case ONEOF -> "exactly one of ";
                    case ANYOF -> "any of ";
                    case ALLOF -> "all of ";
                };
        List<String> values =
                right.values().stream().map(ConditionSentences::value).toList();
        return " " + modifier + (values.isEmpty() ? "nothing" : Listed.of(values, LISTED));
    }

    private static String value(Operand.Text text) {
        String value = ConditionPrinter.print(new Operand.Text(text.value(), false, text.span()));
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "...";
    }

    private String phrase(Operand operand) {
        if (operand instanceof Operand.FieldRef ref) {
            Optional<KnownFields.Named> named = found(ref);
            FieldPhrase phrase = named.isEmpty()
                    ? null
                    : FieldPhrase.of(named.get().definition().name());
            return phrase == null ? ref.text() : phrase.subject(named.get().argument());
        } else if (operand instanceof Operand.Call call) {
            List<String> parts = call.fields().stream().map(this::phrase).toList();
            return Word.transformer(call.transformer().word()).phrase().replace("{}", String.join(" and ", parts));
        }
        return ConditionPrinter.print(operand);
    }

    private Optional<KnownFields.Named> found(Operand.FieldRef ref) {
        return found.computeIfAbsent(ref.text(), fields::find);
    }
}
