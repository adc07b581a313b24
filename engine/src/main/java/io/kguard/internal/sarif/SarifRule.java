// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sarif;

/**
 * A kind of finding.
 *
 * @param id its name
 * @param description what it means
 * @param level {@code error} or {@code warning}
 */
public record SarifRule(String id, String description, String level) {}
