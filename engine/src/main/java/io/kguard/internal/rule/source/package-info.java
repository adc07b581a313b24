// SPDX-License-Identifier: Apache-2.0
/** The files that hold rules: rule files, Helm values, ConfigMaps, Secrets, Rulesfiles. */
@NullMarked
package io.kguard.internal.rule.source;

import org.jspecify.annotations.NullMarked;
