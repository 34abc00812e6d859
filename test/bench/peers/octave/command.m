% WAY INPUT OUTPUT KERNEL DIVISOR QUALITY: correlates a picture or a table's first column with a kernel.
arguments = argv();
[way, input, output, kernelFile] = arguments{1:4};
k = dlmread(kernelFile) / str2double(arguments{5});
if strcmp(way, "table")
  x = dlmread(input, ",", 1, 0)(:, 1);
  y = conv(x, rot90(k(:), 2), "same");
  out = fopen(output, "w");
  fprintf(out, "x\n");
  fprintf(out, "%.17g\n", y);
  fclose(out);
else
  x = double(imread(input));
  [h, w, n] = size(x);
  r = floor(columns(k) / 2);
  rows = [ones(1, r), 1:h, h * ones(1, r)];
  across = [ones(1, r), 1:w, w * ones(1, r)];
  y = zeros(h, w, n);
  for c = 1:n
    plane = x(rows, across, c);
    if strcmp(way, "separable")
      y(:, :, c) = conv2(k, k, plane, "valid");
    else
      y(:, :, c) = conv2(plane, rot90(k, 2), "valid");
    end
  end
  if regexp(output, "ppm$")
    imwrite(uint8(y), output);
  else
    imwrite(uint8(y), output, "Quality", str2double(arguments{6}));
  end
end
