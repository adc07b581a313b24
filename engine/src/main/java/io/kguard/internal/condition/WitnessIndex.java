// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.event.LongMap;
import io.kguard.internal.field.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which conditions an event may satisfy, by the witnesses that it has: each field is read once, however many conditions there are.
 * Immutable.
 */
final class WitnessIndex {
    private static final int[] NONE = {};

    /** The conditions of each comparison of a string, by the comparison's number. */
    private record OfTexts(int memo, int[][] conditions) {
        void addTo(CandidateSet candidates, Evaluation evaluation) {
            IntList present = evaluation.present(memo);
            if (present != null) {
                for (int i = 0; i < present.size(); i++) {
                    int number = present.get(i);
                    if (number < conditions.length) { // another program may watch more
                        candidates.addAll(conditions[number]);
                    }
                }
            }
        }
    }

    /** The conditions of each value of a number. */
    private record OfNumbers(Reader reader, LongMap<int[]> conditions) {
        void addTo(CandidateSet candidates, Evaluation evaluation) {
            if (reader.load(evaluation.context())) {
                int[] numbers = conditions.get(evaluation.context().number());
                if (numbers != null) {
                    candidates.addAll(numbers);
                }
            }
        }
    }

    private final int[] always;
    private final OfTexts[] texts;
    private final OfNumbers[] numbers;

    private WitnessIndex(int[] always, OfTexts[] texts, OfNumbers[] numbers) {
        this.always = always;
        this.texts = texts;
        this.numbers = numbers;
    }

    void addCandidates(Evaluation evaluation) {
        CandidateSet candidates = evaluation.candidates();
        candidates.addAll(always);
        for (OfTexts group : texts) {
            group.addTo(candidates, evaluation);
        }
        for (OfNumbers group : numbers) {
            group.addTo(candidates, evaluation);
        }
    }

    /** Makes an index. */
    static final class Builder {
        private final TextTable table;
        private final List<Integer> always = new ArrayList<>();
        private final Map<TextTable.Column, Map<Integer, List<Integer>>> texts = new LinkedHashMap<>();
        private final Map<String, Map<Long, List<Integer>>> numbers = new LinkedHashMap<>();
        private final Map<String, Reader> readers = new LinkedHashMap<>();

        Builder(TextTable table) {
            this.table = table;
        }

        /** Adds a condition; without witnesses it is always a candidate. */
        void add(int condition, Witnesses.@Nullable Found witnesses) {
            if (witnesses == null) {
                always.add(condition);
                return;
            }
            for (LogicNode witness : witnesses.checks()) {
                TypedCheck.Compare compare = (TypedCheck.Compare) witness.check();
                if (compare.value() instanceof ValuePredicate.Text text) {
                    TextTable.Column column = table.column(compare.reader());
                    texts.computeIfAbsent(column, c -> new LinkedHashMap<>())
                            .computeIfAbsent(column.number(text.predicate()), n -> new ArrayList<>())
                            .add(condition);
                } else {
                    String name = compare.reader().text();
                    readers.putIfAbsent(name, compare.reader());
                    for (long value : values(compare.value())) {
                        numbers.computeIfAbsent(name, n -> new LinkedHashMap<>())
                                .computeIfAbsent(value, v -> new ArrayList<>())
                                .add(condition);
                    }
                }
            }
        }

        private static long[] values(ValuePredicate value) {
            return value instanceof ValuePredicate.NumberEqual equal
                    ? new long[] {equal.value()}
                    : ((ValuePredicate.NumberIn) value).values().toArray();
        }

        WitnessIndex build() {
            List<OfTexts> ofTexts = new ArrayList<>();
            texts.forEach((column, conditions) -> {
                column.watch(conditions.keySet());
                int[][] byNumber = new int[column.size()][];
                Arrays.fill(byNumber, NONE);
                conditions.forEach((number, of) -> byNumber[number] = array(of));
                ofTexts.add(new OfTexts(column.index, byNumber));
            });
            List<OfNumbers> ofNumbers = new ArrayList<>();
            numbers.forEach((name, conditions) -> {
                LongMap<int[]> byValue = new LongMap<>(conditions.size());
                conditions.forEach((value, of) -> byValue.put(value, array(of)));
                Reader reader = readers.get(name);
                if (reader != null) {
                    ofNumbers.add(new OfNumbers(reader, byValue));
                }
            });
            return new WitnessIndex(
                    array(always), ofTexts.toArray(new OfTexts[0]), ofNumbers.toArray(new OfNumbers[0]));
        }

        private static int[] array(List<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
