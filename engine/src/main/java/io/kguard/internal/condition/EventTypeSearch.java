// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.event.EventCodes;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.event.Syscall;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.ConditionException;
import io.kguard.internal.condition.syntax.Operand;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the event types that a condition can hold for, as far as its checks of {@code evt.type} tell. Falco evaluates a rule on
 * no others, so what this leaves out is part of a rule's meaning.
 *
 * <p>Source: libs 0.20, event code search of the filter AST; since 0.41 {@code syscall.type} counts too, and since
 * 0.45 constant checks of {@code evt.num} are folded.
 */
public final class EventTypeSearch {
    /** All codes; must not be changed. */
    private static final BitSet ALL = all();

    private final FalcoVersion version;
    private final EventTable table;
    private final IdentityHashMap<Condition, BitSet> plain = new IdentityHashMap<>();
    private final IdentityHashMap<Condition, BitSet> negated = new IdentityHashMap<>();

    /** A search by the rules of a version. Parts that conditions share are searched once. */
    public EventTypeSearch(FalcoVersion version) {
        this.version = version;
        this.table = EventTable.of(version);
    }

    /**
     * The codes of a condition.
     *
     * @see #in
     */
    public static BitSet of(Condition condition, FalcoVersion version) {
        return new EventTypeSearch(version).in(condition);
    }

    /**
     * The codes of a condition of source {@code syscall}, without asynchronous events unless the condition names them.
     *
     * @param condition the condition, with macros resolved
     * @throws ConditionException if Falco's search refuses a check of {@code evt.type}
     */
    public BitSet in(Condition condition) {
        return (BitSet) search(condition, false).clone();
    }

    /** The codes of a condition or its negation; must not be changed. */
    private BitSet search(Condition condition, boolean not) {
        if (condition instanceof Condition.Check check) {
            return check(check, not);
        }
        IdentityHashMap<Condition, BitSet> known = not ? negated : plain;
        BitSet codes = known.get(condition);
        if (codes == null) {
            codes = compute(condition, not);
            known.put(condition, codes);
        }
        return codes;
    }

    private BitSet compute(Condition condition, boolean not) {
        if (condition instanceof Condition.And and) {
            return combine(and.children(), not, not);
        } else if (condition instanceof Condition.Or or) {
            return combine(or.children(), not, !not);
        } else if (condition instanceof Condition.Not inner) {
            return search(inner.child(), !not);
        } else if (condition instanceof Condition.MacroUse use) {
            return search(use.body(), not);
        }
        return ALL;
    }

    private BitSet combine(List<Condition> children, boolean not, boolean union) {
        BitSet result = union ? new BitSet(EventTable.SIZE) : all();
        for (Condition child : children) {
            BitSet codes = search(child, not);
            if (union) {
                result.or(codes);
            } else {
                result.and(codes);
            }
        }
        return result;
    }

    private BitSet check(Condition.Check check, boolean not) {
        boolean equality =
                check.operator() == Operator.EQ || check.operator() == Operator.NE || check.operator() == Operator.IN;
        if (check.left() instanceof Operand.Call call) {
            if (equality && call.fields().stream().anyMatch(f -> isType(f.text()))) {
                throw new ConditionException(
                        "event code search does not support `evt.type` checks with transformers", check.span());
            }
            return ALL;
        }
        String field = ((Operand.FieldRef) check.left()).text();
        if (version.atLeast(FalcoVersion.V0_45) && field.equals("evt.num")) {
            return number(check, not);
        }
        if (!isType(field)) {
            return ALL;
        }
        if (check.operator() == Operator.EXISTS) {
            return not ? new BitSet() : ALL;
        }
        if (!equality || check.modifier() != null) {
            return ALL;
        }
        if (check.right() instanceof Operand.Expression) {
            throw new ConditionException(
                    "right-hand field comparisons on `evt.type` checks are not supported by event code search",
                    check.span());
        }
        BitSet codes = named(values(check));
        return (check.operator() == Operator.NE) != not ? complement(codes) : codes;
    }

    private boolean isType(String field) {
        return field.equals("evt.type") || version.atLeast(FalcoVersion.V0_41) && field.equals("syscall.type");
    }

    /** {@code evt.num} is at least 1, so some checks of it are never true and some always are. */
    private BitSet number(Condition.Check check, boolean not) {
        List<Long> values;
        try {
            values = values(check).map(Long::valueOf).toList();
        } catch (NumberFormatException e) {
            return ALL;
        }
        long only = values.size() == 1 ? values.get(0) : Long.MAX_VALUE;
        boolean never = switch (check.operator()) {
            case EQ, IN ->
                !(check.right() instanceof Operand.Expression)
                        && values.stream().allMatch(value -> value == 0);
            case LT -> only == 0 || only == 1;
            case LE -> only == 0;
            default -> false;
        };
        boolean always = switch (check.operator()) {
            case NE, GT -> only == 0;
            case GE -> only == 0 || only == 1;
            default -> false;
        };
        return never && !not || always && not ? new BitSet() : ALL;
    }

    private static Stream<String> values(Condition.Check check) {
        return check.right().values().stream().map(Operand.Text::value);
    }

    /**
     * The codes of event types by name. A system call without its own event type has the generic ones. So has one that got its
     * own type later: kguard's sensor and older captures have it as a generic one.
     */
    private BitSet named(Stream<String> names) {
        BitSet codes = new BitSet(EventTable.SIZE);
        names.forEach(name -> {
            boolean matched = false;
            for (EventType type : table.named(name)) {
                if (type.code() >= 2) {
                    codes.set(type.code());
                    matched |= type.code() != EventCodes.CLOSE_RANGE_X && type.code() != EventCodes.KEYCTL_X;
                }
            }
            if (!matched && Syscall.named(name, table.version()) != null) {
                codes.set(0, 2);
            }
        });
        return codes;
    }

    private static BitSet all() {
        BitSet codes = new BitSet(EventTable.SIZE);
        codes.set(0, EventTable.SIZE);
        return codes;
    }

    private static BitSet complement(BitSet codes) {
        BitSet result = all();
        result.andNot(codes);
        return result;
    }
}
