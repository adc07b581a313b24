// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition.syntax;

/**
 * A range in a condition's text.
 *
 * @param start index of its first character, from 0
 * @param end index after its last character
 * @param line the line of its first character, from 1
 * @param column the column of its first character, from 1
 */
public record Span(int start, int end, int line, int column) {}
