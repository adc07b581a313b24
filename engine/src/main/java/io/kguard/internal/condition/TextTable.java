// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.field.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The string comparisons of conditions, by what is compared. Filled during compilation. */
final class TextTable {
    /** The comparisons for the strings of one reader. */
    static final class Column {
        final int index;
        final Reader reader;
        private final Map<TextPredicate, Integer> numbers = new HashMap<>();
        private volatile TextPredicate[] predicates = {};
        private final Set<Integer> watched = new HashSet<>();
        private volatile TextSearch[] searches = {};

        Column(int index, Reader reader) {
            this.index = index;
            this.reader = reader;
        }

        /** The number of a comparison, which is added if it is new. */
        int number(TextPredicate predicate) {
            Integer known = numbers.get(predicate);
            if (known != null) {
                return known;
            }
            TextPredicate[] more = Arrays.copyOf(predicates, predicates.length + 1);
            more[predicates.length] = predicate;
            numbers.put(predicate, predicates.length);
            predicates = more;
            return more.length - 1;
        }

        /** Has comparisons looked for in each string, together. */
        void watch(Set<Integer> numbers) {
            Map<Integer, TextPredicate> more = new LinkedHashMap<>();
            numbers.stream().filter(watched::add).forEach(number -> more.put(number, predicates[number]));
            if (!more.isEmpty()) {
                TextSearch[] all = Arrays.copyOf(searches, searches.length + 1);
                all[searches.length] = new TextSearch(more);
                searches = all;
            }
        }

        /** What looks for the watched comparisons; more may be added at the end. */
        TextSearch[] searches() {
            return searches;
        }

        TextPredicate predicate(int number) {
            return predicates[number];
        }

        int size() {
            return predicates.length;
        }
    }

    private final Map<String, Column> byText = new HashMap<>();
    private final List<Column> columns = new ArrayList<>();

    /** The column of a reader. */
    Column column(Reader reader) {
        return byText.computeIfAbsent(reader.text(), t -> {
            Column column = new Column(columns.size(), reader);
            columns.add(column);
            return column;
        });
    }

    TextMemo[] newMemos() {
        return columns.stream().map(TextMemo::new).toList().toArray(new TextMemo[0]);
    }
}
