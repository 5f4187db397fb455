# "start" and "end" in place of "left" and "right": one file for both directions of writing.
s/(margin|padding|border)-left:/\1-inline-start:/g
s/(margin|padding|border)-right:/\1-inline-end:/g
s/(float|clear):left/\1:inline-start/g
s/(float|clear):right/\1:inline-end/g
s/text-align:left/text-align:start/g
s/text-align:right/text-align:end/g
s/border-top-left-radius/border-start-start-radius/g
s/border-top-right-radius/border-start-end-radius/g
s/border-bottom-left-radius/border-end-start-radius/g
s/border-bottom-right-radius/border-end-end-radius/g
s/;right:0;bottom:0;left:0/;bottom:0;inset-inline:0/g
