// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sarif;

/**
 * A kind of finding.
 *
 * @param id its name
 * @param description what it means
 * @param level {@code error} or {@code warning}
 * @param help the page that explains it, from the documentation's root; empty if there is none
 */
public record SarifRule(String id, String description, String level, String help) {}
