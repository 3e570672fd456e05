local a, b, c = {}, {}, {}
for i = 1, 500 do a[i] = 1 end
for i = 1, 500 do b[i] = a end
return { manifest = 1, items = b }
