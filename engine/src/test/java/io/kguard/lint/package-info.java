// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.kguard.lint;

import org.jspecify.annotations.NullMarked;
