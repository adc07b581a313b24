// SPDX-License-Identifier: Apache-2.0
/**
 * Rule files: from YAML to rules, macros and lists, as Falco loads them, and diagnostics that show the place in the file.
 */
@NullMarked
package io.kguard.rule;

import org.jspecify.annotations.NullMarked;
