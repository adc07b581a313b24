// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.condition.LogicNode.Kind;
import io.kguard.internal.field.Reader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Converts conditions to logic: flat, without constants, each part once, the cheap parts first. Checks have no side
 * effects, so the order of operands is free.
 *
 * <p>Not thread-safe.
 */
final class LogicPool {
    private final Map<Object, LogicNode> nodes = new HashMap<>();
    private final IdentityHashMap<TypedCondition, LogicNode> translated = new IdentityHashMap<>();
    private final Predicate<TypedCheck> kept;
    final LogicNode yes;
    final LogicNode no;

    /**
     * An empty pool.
     *
     * @param kept checks that must stay unchanged and not be merged with others
     */
    LogicPool(Predicate<TypedCheck> kept) {
        this.kept = kept;
        this.yes = intern(Kind.TRUE, List.of(), null, Kind.TRUE);
        this.no = intern(Kind.FALSE, List.of(), null, Kind.FALSE);
    }

    /** How many different parts there are. Their ids are less. */
    int size() {
        return nodes.size();
    }

    LogicNode of(TypedCondition condition) {
        LogicNode node = translated.get(condition);
        if (node == null) {
            node = translate(condition);
            translated.put(condition, node);
        }
        return node;
    }

    private LogicNode translate(TypedCondition condition) {
        if (condition instanceof TypedCondition.All all) {
            return and(each(all.children()));
        } else if (condition instanceof TypedCondition.Any any) {
            return or(each(any.children()));
        } else if (condition instanceof TypedCondition.Negation negation) {
            return not(of(negation.child()));
        } else if (condition instanceof TypedCondition.Macro macro) {
            return of(macro.body());
        }
        return leaf(((TypedCondition.Leaf) condition).check());
    }

    /** Converts several conditions. A loop, because it is on the stack at every level. */
    private List<LogicNode> each(List<TypedCondition> conditions) {
        List<LogicNode> nodes = new ArrayList<>(conditions.size());
        for (TypedCondition condition : conditions) {
            nodes.add(of(condition));
        }
        return nodes;
    }

    LogicNode leaf(TypedCheck check) {
        return check instanceof TypedCheck.Never ? no : intern(Kind.LEAF, List.of(), check, key(check));
    }

    /** Identifies equal checks by the text of their values, not by the objects that read them. */
    private static Object key(TypedCheck check) {
        String text = check.reader().text();
        if (check instanceof TypedCheck.Compare compare) {
            return List.<Object>of("compare", text, compare.value());
        } else if (check instanceof TypedCheck.Quantified quantified) {
            return List.<Object>of("quantified", text, quantified.all(), quantified.value());
        } else if (check instanceof TypedCheck.Pair pair) {
            return List.<Object>of("pair", text, pair.operator(), pair.right().text());
        } else if (check instanceof TypedCheck.Exists) {
            return List.<Object>of("exists", text);
        }
        return List.<Object>of("never");
    }

    LogicNode not(LogicNode child) {
        return switch (child.kind()) {
            case TRUE -> no;
            case FALSE -> yes;
            case NOT -> child.child();
            default -> intern(Kind.NOT, List.of(child), null, List.<Object>of(Kind.NOT, child.id()));
        };
    }

    LogicNode and(Collection<LogicNode> children) {
        return combine(Kind.AND, yes, no, children);
    }

    LogicNode or(Collection<LogicNode> children) {
        return combine(Kind.OR, no, yes, children);
    }

    private LogicNode combine(Kind kind, LogicNode neutral, LogicNode absorbing, Collection<LogicNode> children) {
        Set<LogicNode> flat = new LinkedHashSet<>();
        for (LogicNode child : children) {
            if (child.is(kind)) {
                flat.addAll(child.children());
            } else if (child != neutral) {
                flat.add(child);
            }
        }
        if (flat.contains(absorbing)) {
            return absorbing;
        }
        for (LogicNode child : flat) {
            if (child.is(Kind.NOT) && flat.contains(child.child())) {
                return absorbing;
            }
        }
        List<LogicNode> merged = new ArrayList<>(kind == Kind.OR ? mergeAlternatives(flat) : mergeExclusions(flat));
        if (merged.isEmpty()) {
            return neutral;
        }
        if (merged.size() == 1) {
            return merged.get(0);
        }
        merged.sort(LogicPool::cheapestFirst);
        return intern(
                kind,
                merged,
                null,
                List.<Object>of(kind, merged.stream().map(LogicNode::id).toList()));
    }

    /** {@code not a and not b} is {@code not (a or b)}, whose operands can be merged. */
    private Collection<LogicNode> mergeExclusions(Set<LogicNode> children) {
        List<LogicNode> excluded = children.stream()
                .filter(c -> c.is(Kind.NOT) && c.child().is(Kind.LEAF))
                .map(LogicNode::child)
                .toList();
        List<LogicNode> merged = mergeAlternatives(new LinkedHashSet<>(excluded));
        if (merged.size() == excluded.size()) {
            return children;
        }
        Set<LogicNode> result = new LinkedHashSet<>(children);
        excluded.forEach(e -> result.remove(not(e)));
        merged.forEach(m -> result.add(not(m)));
        return result;
    }

    /** Merges checks of the same field if one read can answer them all. */
    private List<LogicNode> mergeAlternatives(Set<LogicNode> children) {
        Map<Object, List<LogicNode>> groups = new HashMap<>();
        for (LogicNode child : children) {
            if (child.is(Kind.LEAF) && child.check() instanceof TypedCheck.Compare compare && !kept.test(compare)) {
                Object form = Merger.form(compare.value());
                if (form != null) {
                    groups.computeIfAbsent(List.<Object>of(compare.reader().text(), form), k -> new ArrayList<>())
                            .add(child);
                }
            }
        }
        Set<LogicNode> result = new LinkedHashSet<>(children);
        for (List<LogicNode> group : groups.values()) {
            Reader reader = group.get(0).check().reader();
            ValuePredicate value = Merger.merge(group.stream()
                    .map(n -> ((TypedCheck.Compare) n.check()).value())
                    .toList());
            if (value != null) {
                group.forEach(result::remove);
                result.add(leaf(new TypedCheck.Compare(reader, value)));
            }
        }
        return new ArrayList<>(result);
    }

    /**
     * A node with some of its checks decided.
     *
     * @param decisions the known results of checks
     */
    LogicNode replace(LogicNode node, Map<LogicNode, LogicNode> decisions) {
        if (!node.isOfType()) {
            return node;
        }
        LogicNode known = decisions.get(node);
        if (known != null) {
            return known;
        }
        LogicNode result = switch (node.kind()) {
            case TRUE, FALSE, LEAF -> node;
            case NOT -> not(replace(node.child(), decisions));
            case AND -> and(replaceAll(node.children(), decisions));
            case OR -> or(replaceAll(node.children(), decisions));
        };
        decisions.put(node, result);
        return result;
    }

    private List<LogicNode> replaceAll(List<LogicNode> nodes, Map<LogicNode, LogicNode> decisions) {
        List<LogicNode> replaced = new ArrayList<>(nodes.size());
        for (LogicNode node : nodes) {
            replaced.add(replace(node, decisions));
        }
        return replaced;
    }

    private LogicNode intern(Kind kind, List<LogicNode> children, @Nullable TypedCheck check, Object key) {
        LogicNode node = nodes.get(key);
        if (node == null) {
            node = new LogicNode(nodes.size(), kind, children, check);
            nodes.put(key, node);
        }
        return node;
    }

    private static int cheapestFirst(LogicNode node, LogicNode other) {
        int order = Double.compare(node.cost(), other.cost());
        return order != 0 ? order : Integer.compare(node.id(), other.id());
    }
}
