// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the witnesses of conditions: checks of which at least one is true wherever the condition is. They are chosen such
 * that few events have one.
 *
 * <p>Not thread-safe.
 */
final class Witnesses {
    /** Fields with few different values: a value says little. */
    private static final Set<String> COMMON = Set.of(
            "fd.typechar",
            "fd.type",
            "fd.l4proto",
            "fd.sockfamily",
            "fd.types",
            "evt.res",
            "evt.failed",
            "evt.io_dir",
            "evt.category",
            "container.id",
            "container.type",
            "user.name",
            "user.uid",
            "group.gid",
            "group.name",
            "proc.vpid");

    /** Of most events, a comparison of a common field is true; of few, one of another field. */
    private static final double OF_COMMON = 0.4;

    private static final double OF_NUMBER = 0.2;
    private static final double OF_EQUAL = 0.01;
    private static final double OF_START = 0.03;
    private static final double OF_PART = 0.05;

    /**
     * Witnesses.
     *
     * @param checks leaves, each a comparison of a text or of a number
     * @param share the estimated share of events that have one
     */
    record Found(Set<LogicNode> checks, double share) {}

    private static final Found NONE = new Found(Set.of(), 1);

    private final Map<LogicNode, Found> known = new HashMap<>();

    /** The witnesses of a condition; null if none are known. */
    @Nullable
    Found of(LogicNode condition) {
        Found found = find(condition);
        return found.share() >= NONE.share() || condition.isCounting() ? null : found;
    }

    private Found find(LogicNode node) {
        Found found = known.get(node);
        if (found == null) {
            found = switch (node.kind()) {
                case LEAF -> leaf(node);
                case AND -> least(node.children());
                case OR -> all(node.children());
                case TRUE, FALSE, NOT -> NONE;
            };
            known.put(node, found);
        }
        return found;
    }

    private Found least(List<LogicNode> nodes) {
        Found least = NONE;
        for (LogicNode node : nodes) {
            Found found = find(node);
            if (found.share() < least.share()) {
                least = found;
            }
        }
        return least;
    }

    private Found all(List<LogicNode> nodes) {
        Set<LogicNode> checks = new LinkedHashSet<>();
        double share = 0;
        for (LogicNode node : nodes) {
            Found found = find(node);
            share += found.share();
            if (share >= NONE.share()) {
                return NONE;
            }
            checks.addAll(found.checks());
        }
        return new Found(checks, share);
    }

    private static Found leaf(LogicNode node) {
        double share = node.check() instanceof TypedCheck.Compare compare ? share(compare) : 1;
        return share < 1 ? new Found(Set.of(node), share) : NONE;
    }

    private static double share(TypedCheck.Compare compare) {
        double common = COMMON.contains(compare.reader().name()) ? OF_COMMON : 0;
        ValuePredicate value = compare.value();
        if (value instanceof ValuePredicate.NumberEqual || value instanceof ValuePredicate.NumberIn) {
            return OF_NUMBER + common;
        }
        return value instanceof ValuePredicate.Text text ? share(text.predicate()) + common : 1;
    }

    private static double share(TextPredicate predicate) {
        if (predicate instanceof TextPredicate.Equal || predicate instanceof TextPredicate.OneOf) {
            return OF_EQUAL;
        } else if (predicate instanceof TextPredicate.StartsWith prefix) {
            return prefix.literal().isEmpty() ? 1 : OF_START;
        } else if (predicate instanceof TextPredicate.Contains part) {
            return part.literal().isEmpty() ? 1 : OF_PART;
        } else if (predicate instanceof TextPredicate.StartsWithOneOf
                || predicate instanceof TextPredicate.EndsWith
                || predicate instanceof TextPredicate.Below) {
            return OF_START;
        }
        return predicate instanceof TextPredicate.ContainsOneOf
                        || predicate instanceof TextPredicate.ContainsIgnoringCase
                        || predicate instanceof TextPredicate.Matches
                        || predicate instanceof TextPredicate.MatchesRegex
                ? OF_PART
                : 1;
    }
}
