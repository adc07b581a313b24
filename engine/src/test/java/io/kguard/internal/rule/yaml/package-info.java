// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.kguard.internal.rule.yaml;

import org.jspecify.annotations.NullMarked;
