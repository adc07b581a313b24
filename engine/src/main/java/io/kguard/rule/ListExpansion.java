// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.rule.LoadResult.ListItem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Replaces the names of lists by their items, in lists and in the text of conditions, as Falco does.
 *
 * <p>Falco goes through all lists in order and searches each name in the text. This class searches only the names that
 * occur, in the same order: those between delimiters in the text as written, and those that a replacement adds.
 */
final class ListExpansion {
    /** The maximum length of a condition. */
    static final int MAX_LENGTH = 4 << 20;

    private static final String BLANKS = " \t\n\r";
    private static final String DELIMITERS = BLANKS + "(),=";
    /** The maximum length of all conditions with lists of a load together. */
    private static final long MAX_TOTAL = 8L << 20;
    /** The maximum length of all text that is assembled on the way. */
    private static final long MAX_COPIED = 64L << 20;

    private final List<ListDefinition> definitions;
    private final Map<String, Integer> numbers = new HashMap<>();
    /** The lists expanded so far. */
    private final Map<Integer, Expanded> expanded = new HashMap<>();
    /** Lists whose names contain delimiters: they are searched in every text. */
    private final Set<Integer> unusual = new HashSet<>();

    private final Set<String> used = new HashSet<>();
    private long itemCount;
    private long copied;
    private long total;

    /** An expanded list: its items, its text in conditions, and the numbers of the lists it names. */
    private record Expanded(ListDefinition definition, List<TracedText> items, TracedText text, Set<Integer> names) {}

    /** The text would become too long. */
    static final class TooLongException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLongException() {
            super("the conditions become too long when lists are replaced by items", null, false, false);
        }
    }

    ListExpansion(Collection<ListDefinition> inOrder) {
        this.definitions = List.copyOf(inOrder);
        for (ListDefinition list : definitions) {
            numbers.put(list.name, numbers.size());
            if (hasDelimiter(list.name)) {
                unusual.add(numbers.size() - 1);
            }
        }
    }

    private static boolean hasDelimiter(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (DELIMITERS.indexOf(name.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private Expanded expanded(int number) {
        Expanded list = expanded.get(number);
        if (list == null) {
            List<TracedText> items = itemsOf(definitions.get(number));
            TracedText.Builder text = new TracedText.Builder();
            for (TracedText item : items) {
                text.append(text.length() == 0 ? "" : ", ").append(ExceptionText.quoted(item));
            }
            TracedText whole = text.build();
            list = new Expanded(definitions.get(number), items, whole, namesIn(whole.toString()));
            expanded.put(number, list);
        }
        return list;
    }

    /**
     * A list's items. Names of lists that were defined before its latest change are replaced by their items, one level
     * deep.
     */
    private List<TracedText> itemsOf(ListDefinition list) {
        List<TracedText> items = new ArrayList<>();
        for (TracedText item : list.items) {
            Integer number = numbers.get(item.toString());
            ListDefinition inner = number == null ? null : definitions.get(number);
            if (inner != null && inner.index < list.visibility) {
                used.add(inner.name);
                items.addAll(inner.items);
                itemCount += inner.items.size();
            } else {
                items.add(item);
            }
            if (itemCount > MAX_LENGTH) {
                throw list.context.invalid(
                        "List '" + list.name + "' becomes too long when its lists are replaced by items", null);
            }
        }
        return items;
    }

    /**
     * The items of each list, in order.
     *
     * @throws LoadError if there are too many
     */
    List<ListItem> items() {
        return IntStream.range(0, definitions.size())
                .mapToObj(this::expanded)
                .map(list -> new ListItem(
                        list.definition.name,
                        list.items.stream().map(TracedText::toString).toList(),
                        list.definition.context.place().position()))
                .toList();
    }

    /** Whether a condition, or another list in use, has named a list so far. */
    boolean isUsed(String name) {
        return used.contains(name);
    }

    /**
     * A condition's text with list names replaced by items.
     *
     * @throws TooLongException if it becomes too long
     */
    TracedText expand(TracedText condition) {
        TracedText text = condition;
        TreeSet<Integer> pending = new TreeSet<>(namesIn(text.toString()));
        pending.addAll(unusual);
        while (!pending.isEmpty()) {
            int number = pending.pollFirst();
            TracedText replaced = replace(text, number);
            if (replaced != text) {
                text = replaced;
                used.add(definitions.get(number).name);
                pending.addAll(expanded(number).names);
                pending.headSet(number, true).clear();
            }
        }
        if (text != condition) {
            total += text.length();
            if (total > MAX_TOTAL) {
                throw new TooLongException();
            }
        }
        return text;
    }

    /** The numbers of the lists whose names occur between delimiters. */
    private Set<Integer> namesIn(String text) {
        Set<Integer> names = new HashSet<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || DELIMITERS.indexOf(text.charAt(i)) >= 0) {
                Integer number = i > start ? numbers.get(text.substring(start, i)) : null;
                if (number != null) {
                    names.add(number);
                }
                start = i + 1;
            }
        }
        return names;
    }

    private TracedText replace(TracedText text, int number) {
        String string = text.toString();
        String name = definitions.get(number).name;
        int at = find(string, name, 0);
        if (at < 0) {
            return text;
        }
        Expanded list = expanded(number);
        TracedText.Builder out = new TracedText.Builder();
        int from = 0;
        while (at >= 0) {
            out.append(text, from, at);
            while (out.length() > 0 && BLANKS.indexOf(out.charAt(out.length() - 1)) >= 0) {
                out.setLength(out.length() - 1);
            }
            from = at + name.length();
            while (from < string.length() && BLANKS.indexOf(string.charAt(from)) >= 0) {
                from++;
            }
            if (list.items.isEmpty()) {
                if (out.length() > 0 && out.charAt(out.length() - 1) == ',') {
                    out.setLength(out.length() - 1);
                } else if (from < string.length() && string.charAt(from) == ',') {
                    from++;
                }
            }
            out.append(out.length() > 0 ? " " : "").appendWhole(list.text()).append(" ");
            if (out.length() > MAX_LENGTH) {
                throw new TooLongException();
            }
            at = find(string, name, from);
        }
        out.append(text, from, string.length());
        copied += out.length();
        if (out.length() > MAX_LENGTH || copied > MAX_COPIED) {
            throw new TooLongException();
        }
        return out.build();
    }

    /** Where a name occurs between delimiters, or -1. */
    private static int find(String text, String name, int from) {
        for (int at = text.indexOf(name, from); at >= 0; at = text.indexOf(name, at + 1)) {
            int end = at + name.length();
            if ((at == 0 || DELIMITERS.indexOf(text.charAt(at - 1)) >= 0)
                    && (end == text.length() || DELIMITERS.indexOf(text.charAt(end)) >= 0)) {
                return at;
            }
        }
        return -1;
    }
}
