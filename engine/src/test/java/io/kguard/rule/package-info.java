// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.kguard.rule;

import org.jspecify.annotations.NullMarked;
