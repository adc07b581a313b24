// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import java.util.List;

/**
 * What a run measured besides its checks, such as noise: a heading, a sentence and rows.
 *
 * @param heading a word or two
 * @param summary one sentence
 * @param columns the headings of the columns
 * @param rows the rows, with a text for each column
 */
public record Table(String heading, String summary, List<String> columns, List<List<String>> rows) {
    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
    }
}
