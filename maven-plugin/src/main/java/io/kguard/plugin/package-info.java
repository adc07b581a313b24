// SPDX-License-Identifier: Apache-2.0
/** The Maven plugin: goals that translate Maven's settings and do nothing else. */
@NullMarked
package io.kguard.plugin;

import org.jspecify.annotations.NullMarked;
